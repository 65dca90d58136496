/** Which rules are shown and in which order; kept in the address. Knows no React. */
import type { AutomationRule } from "@/lib/api";
import { activeLocale } from "@/lib/i18n";

export interface RuleFilters {
  search: string;
  status: string | null;
  trigger: string | null;
  site: string | null;
  /** A key of {@link SORTS}, with a minus for the other way round. */
  sort: string | null;
}

export const RULE_STATUSES = ["active", "inactive", "paused"] as const;
export const RULE_TRIGGERS = ["manual", "schedule", "event", "webhook"] as const;
const FILTERS = ["status", "trigger", "site"] as const;

export function filtersIn(params: URLSearchParams): RuleFilters {
  return {
    search: params.get("q") ?? "",
    status: params.get("status"),
    trigger: params.get("trigger"),
    site: params.get("site"),
    sort: params.get("sort"),
  };
}

export function isFiltered(filters: RuleFilters): boolean {
  return filters.search !== "" || FILTERS.some((name) => filters[name] !== null);
}

function matches(rule: AutomationRule, filters: RuleFilters): boolean {
  const text = `${rule.name} ${rule.description}`.toLocaleLowerCase();
  const words = filters.search.toLocaleLowerCase().split(/\s+/);
  return (
    words.every((word) => text.includes(word)) &&
    FILTERS.every((name) => filters[name] === null || filters[name] === rule[name])
  );
}

const STATUS_RANK = { active: 0, paused: 1, inactive: 2 } as const;

type SortValue = string | number | null;

/** What rules are sorted by; null stands last, whichever way. */
const SORTS: Readonly<Record<string, (rule: AutomationRule) => SortValue>> = {
  name: ({ name }) => name,
  trigger: ({ next_run_at: next }) => next,
  status: ({ status }) => STATUS_RANK[status],
  last: ({ last_executed_at: last }) => last,
  success: ({ stats }) => stats.success_rate,
};

function compare(a: SortValue, b: SortValue, order: Intl.Collator): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return order.compare(String(a), String(b));
}

function sorted(rules: AutomationRule[], sort: string | null): AutomationRule[] {
  const value = SORTS[sort?.replace(/^-/, "") ?? ""];
  if (value === undefined) return rules;
  const sign = sort?.startsWith("-") === true ? -1 : 1;
  const order = new Intl.Collator(activeLocale(), { numeric: true, sensitivity: "base" });
  return [...rules].sort((one, other) => {
    const [a, b] = [value(one), value(other)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return sign * compare(a, b, order);
  });
}

export function shownRules(
  rules: readonly AutomationRule[],
  leaving: ReadonlySet<string>,
  filters: RuleFilters,
): AutomationRule[] {
  const found = rules.filter((rule) => !leaving.has(rule.id) && matches(rule, filters));
  return sorted(found, filters.sort);
}
