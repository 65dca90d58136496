/** Which operators fit a field, and which kind of input their value takes. */
import type { ConditionOperator } from "@/lib/api";

import type { FieldType } from "./fields";

export type ValueKind =
  | "none"
  | "text"
  | "pattern"
  | "number"
  | "integer"
  | "boolean"
  | "scalar"
  | "texts"
  | "numbers"
  | "range"
  | "date"
  | "dates"
  | "duration"
  | "time_range"
  | "weekdays"
  | "conditions"
  | "json";

/** The usual ones first; what is not named here comes behind, by the API's order. */
const ORDER: readonly string[] = [
  "equals",
  "not_equals",
  "is_true",
  "is_false",
  "contains",
  "not_contains",
  "contains_any",
  "contains_all",
  "contains_none",
  "starts_with",
  "not_starts_with",
  "ends_with",
  "not_ends_with",
  "greater_than",
  "greater_or_equal",
  "less_than",
  "less_or_equal",
  "between",
  "not_between",
  "before",
  "after",
  "on_or_before",
  "on_or_after",
  "within_last",
  "not_within_last",
  "within_next",
  "not_within_next",
  "older_than",
  "same_day",
  "not_same_day",
  "weekday_in",
  "weekday_not_in",
  "time_between",
  "not_time_between",
  "same_moment",
  "not_same_moment",
  "any_of",
  "all_of",
  "none_of",
  "any_item",
  "all_items",
  "no_item",
  "in",
  "not_in",
  "matches",
  "not_matches",
  "matches_wildcard",
  "not_matches_wildcard",
  "is_part_of",
  "is_not_part_of",
  "length_greater_than",
  "length_greater_or_equal",
  "length_less_than",
  "length_less_or_equal",
  "length_equals",
  "length_not_equals",
  "has_key",
  "not_has_key",
  "is_empty",
  "is_not_empty",
  "exists",
  "not_exists",
];

/** These look at the object before and after the event. */
const OF_CHANGES: ReadonlySet<string> = new Set([
  "changed",
  "not_changed",
  "changed_to",
  "changed_from",
  "increased",
  "decreased",
  "rises_above",
  "falls_below",
]);

export const isOfChanges = (name: string): boolean => OF_CHANGES.has(name);

function rank({ name }: ConditionOperator): number {
  const place = ORDER.indexOf(name);
  return place === -1 ? ORDER.length : place;
}

const fitsType = ({ types }: ConditionOperator, type: FieldType): boolean =>
  type === "any" || types.includes("any") || types.includes(type);

/** The operators for a field of this type, the usual ones first. */
export function operatorsFor(
  operators: readonly ConditionOperator[],
  type: FieldType,
): ConditionOperator[] {
  return operators.filter((one) => fitsType(one, type)).sort((one, other) => rank(one) - rank(other));
}

/** The same operator where it fits the other type, else the usual one of that type. */
export function operatorFor(
  operators: readonly ConditionOperator[],
  name: string,
  type: FieldType,
): string {
  const fitting = operatorsFor(operators, type);
  if (fitting.some((one) => one.name === name)) return name;
  return fitting[0]?.name ?? name;
}

const SAME: Readonly<Record<FieldType, ValueKind>> = {
  text: "text",
  number: "number",
  boolean: "boolean",
  date: "text",
  list: "json",
  object: "json",
  any: "scalar",
};

const DIRECT: Readonly<Record<string, ValueKind>> = {
  none: "none",
  text: "text",
  pattern: "pattern",
  number: "number",
  integer: "integer",
  date: "date",
  duration: "duration",
  time_range: "time_range",
  weekdays: "weekdays",
  conditions: "conditions",
};

/** The kind of input for the value of a comparison. */
export function valueKind(operator: ConditionOperator, type: FieldType): ValueKind {
  if (operator.value_type === "same") {
    const ofMember = type === "list" && operator.name.includes("contains");
    return ofMember ? "scalar" : SAME[type];
  }
  if (operator.value_type === "list") return type === "number" ? "numbers" : "texts";
  if (operator.value_type === "range") return type === "date" ? "dates" : "range";
  return DIRECT[operator.value_type] ?? "json";
}
