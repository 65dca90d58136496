import {
  type Balance,
  type BudgetPeriod,
  type BudgetState,
  client,
  type CreditForecast,
  type CreditSettings,
  type LedgerEntry,
  type LedgerKind,
  type Page,
  type Spending,
  unwrap,
  unwrapPage,
} from "@/lib/api";

export interface LedgerFilters {
  kind?: LedgerKind;
  rule?: string;
  /** Times in UTC, both ends included. */
  since?: string;
  until?: string;
  page?: number;
  page_size?: number;
}

const MOST_BUDGETS = 200;

async function balance(): Promise<Balance> {
  return unwrap(client.GET("/api/v1/credits/balance/"));
}

async function ledger(filters: LedgerFilters): Promise<Page<LedgerEntry>> {
  return unwrapPage(client.GET("/api/v1/credits/ledger/", { params: { query: filters } }));
}

async function forecast(days: number): Promise<CreditForecast> {
  return unwrap(client.GET("/api/v1/credits/forecast/", { params: { query: { days } } }));
}

async function spending(days: number): Promise<Spending> {
  return unwrap(client.GET("/api/v1/credits/spending/", { params: { query: { days } } }));
}

async function budgets(): Promise<BudgetState[]> {
  const params = { query: { page_size: MOST_BUDGETS } };
  return (await unwrapPage(client.GET("/api/v1/credits/budgets/", { params }))).items;
}

async function setBudget(period: BudgetPeriod, limit: number): Promise<BudgetState> {
  return unwrap(client.POST("/api/v1/credits/budgets/", { body: { period, limit } }));
}

async function changeBudget(id: string, limit: number): Promise<BudgetState> {
  const params = { path: { id } };
  return unwrap(client.PATCH("/api/v1/credits/budgets/{id}/", { params, body: { limit } }));
}

async function removeBudget(id: string): Promise<void> {
  await unwrap(client.DELETE("/api/v1/credits/budgets/{id}/", { params: { path: { id } } }));
}

async function settings(): Promise<CreditSettings> {
  return unwrap(client.GET("/api/v1/credits/settings/"));
}

/** @param lowBelow null: a tenth of what was granted last. */
async function warnBelow(lowBelow: number | null): Promise<CreditSettings> {
  return unwrap(client.PATCH("/api/v1/credits/settings/", { body: { low_below: lowBelow } }));
}

export const creditsApi = {
  balance,
  ledger,
  forecast,
  spending,
  budgets,
  setBudget,
  changeBudget,
  removeBudget,
  settings,
  warnBelow,
};
