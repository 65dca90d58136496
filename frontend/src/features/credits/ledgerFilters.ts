/** The ledger's filters as they stand in the address. Knows no React. */
import type { LedgerKind } from "@/lib/api";

import type { LedgerFilters } from "./credits.api";

export const KINDS: readonly LedgerKind[] = ["settle", "reserve", "refund", "grant"];

const DAY = /^\d{4}-\d{2}-\d{2}$/;

const isKind = (value: string | null): value is LedgerKind => KINDS.some((kind) => kind === value);

/** A moment of a calendar day on this device, as the API takes it; undefined for what is no day. */
function moment(day: string | null, time: string): string | undefined {
  if (day === null || !DAY.test(day)) return undefined;
  const at = new Date(`${day}T${time}`);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

export function filtersOf(params: URLSearchParams): LedgerFilters {
  const kind = params.get("kind");
  const rule = params.get("rule");
  const since = moment(params.get("since"), "00:00:00");
  const until = moment(params.get("until"), "23:59:59.999");
  const page = Number(params.get("page"));
  return {
    ...(isKind(kind) && { kind }),
    ...(rule !== null && rule !== "" && { rule }),
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
    page: Number.isInteger(page) && page > 0 ? page : 1,
  };
}

export const anyFilter = ({ kind, rule, since, until }: LedgerFilters): boolean =>
  [kind, rule, since, until].some((value) => value !== undefined);
