import { notifications } from "@mantine/notifications";
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import type { BudgetPeriod, BudgetState } from "@/lib/api";
import { t } from "@/lib/i18n";

import { creditsApi, type LedgerFilters } from "./credits.api";

const CREDITS = ["credits"] as const;
export const LEDGER_SHOWN = 50;
export const FORECAST_DAYS = 30;

export const forecastQuery = queryOptions({
  queryKey: [...CREDITS, "forecast", FORECAST_DAYS],
  queryFn: () => creditsApi.forecast(FORECAST_DAYS),
});

export const spendingQuery = (days: number) =>
  queryOptions({
    queryKey: [...CREDITS, "spending", days],
    queryFn: () => creditsApi.spending(days),
    placeholderData: keepPreviousData,
  });

export const budgetsQuery = queryOptions({
  queryKey: [...CREDITS, "budgets"],
  queryFn: creditsApi.budgets,
});

export const warningQuery = queryOptions({
  queryKey: [...CREDITS, "settings"],
  queryFn: creditsApi.settings,
});

export const ledgerQuery = (filters: LedgerFilters) =>
  queryOptions({
    queryKey: [...CREDITS, "ledger", filters],
    queryFn: () => creditsApi.ledger({ ...filters, page_size: LEDGER_SHOWN }),
    placeholderData: keepPreviousData,
  });

function complain(error: Error) {
  notifications.show({ color: "red", title: t("creditsPage.notSaved"), message: error.message });
}

/** Sets the account's limit of a period, or takes it away with null. */
export function useSaveBudget(period: BudgetPeriod, budget: BudgetState | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (limit: number | null) => {
      const id = budget?.id ?? null;
      if (limit === null) {
        if (id !== null) await creditsApi.removeBudget(id);
      } else if (id === null) await creditsApi.setBudget(period, limit);
      else await creditsApi.changeBudget(id, limit);
    },
    onError: complain,
    onSettled: () => client.invalidateQueries({ queryKey: CREDITS }),
  });
}

export function useSaveWarning() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: creditsApi.warnBelow,
    onError: complain,
    onSettled: () => client.invalidateQueries({ queryKey: CREDITS }),
  });
}
