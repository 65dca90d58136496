/** Which runs are shown and in which order; kept in the address. Knows no React. */
import type { RunStatus } from "@/lib/api";

import type { HistoryFilters } from "./automation.api";
import { RUN_STATUSES } from "./runStatus";

export const PAGE_SIZE = 50;

export interface RunFilters {
  status: RunStatus | null;
  rule: string | null;
  trigger: string | null;
  /** Days, as `2026-11-23`, in the reader's time zone. */
  since: string | null;
  until: string | null;
  search: string;
  sort: string | null;
  page: number;
}

/** Every filter off; the order stays. */
export const NO_FILTERS = {
  status: null,
  rule: null,
  trigger: null,
  since: null,
  until: null,
  q: null,
  page: null,
} as const;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function dayIn(params: URLSearchParams, name: string): string | null {
  const day = params.get(name) ?? "";
  return DAY.test(day) && !Number.isNaN(Date.parse(day)) ? day : null;
}

export function runFiltersIn(params: URLSearchParams): RunFilters {
  const status = params.get("status");
  return {
    status: RUN_STATUSES.find((known) => known === status) ?? null,
    rule: params.get("rule"),
    trigger: params.get("trigger"),
    since: dayIn(params, "since"),
    until: dayIn(params, "until"),
    search: params.get("q") ?? "",
    sort: params.get("sort"),
    page: Math.max(1, Math.floor(Number(params.get("page"))) || 1),
  };
}

const FILTERS = ["status", "rule", "trigger", "since", "until"] as const;

export function isFiltered(filters: RunFilters): boolean {
  return filters.search !== "" || FILTERS.some((name) => filters[name] !== null);
}

/** The day's first moment, or its last, in the reader's time zone. */
function momentOf(day: string, end: boolean): string {
  return new Date(`${day}T${end ? "23:59:59.999" : "00:00:00"}`).toISOString();
}

/** The filters as the API takes them, without the page. */
export function wireFilters(filters: RunFilters): Omit<HistoryFilters, "page" | "page_size"> {
  const { status, rule, trigger, since, until, search, sort } = filters;
  return {
    ...(status !== null && { status }),
    ...(rule !== null && { rule }),
    ...(trigger !== null && { trigger }),
    ...(since !== null && { since: momentOf(since, false) }),
    ...(until !== null && { until: momentOf(until, true) }),
    ...(search !== "" && { search }),
    ...(sort !== null && { ordering: sort }),
  };
}

export function historyQuery(filters: RunFilters): HistoryFilters {
  return { page: filters.page, page_size: PAGE_SIZE, ...wireFilters(filters) };
}

/** Where the runs that these filters find can be had as a CSV file. */
export function exportAddress(filters: RunFilters): string {
  const query = new URLSearchParams(wireFilters(filters)).toString();
  return `/api/v1/automation/rules/execution-history/export/${query && `?${query}`}`;
}
