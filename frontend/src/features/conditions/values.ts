/** Values of comparisons: which input can show them without loss, and what a new one begins with. */
import { readDuration } from "@/lib/duration";
import { isExpression } from "@/lib/expression";
import { isObject } from "@/lib/json";

import type { ValueKind } from "./operators";

const isText = (value: unknown): value is string => typeof value === "string";
const isNumber = (value: unknown): value is number =>
  typeof value === "number" && Number.isFinite(value);

type Json = Readonly<Record<string, unknown>>;
export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Day = (typeof DAYS)[number];

/** A moment: `now`, `today`, `-7d`, `+3h`, a day, or a day with a time. */
export type DateForm =
  | { mode: "now" }
  | { mode: "today" }
  | { mode: "ago" | "ahead"; length: string }
  | { mode: "day" | "moment"; at: string };
export type DateMode = DateForm["mode"];

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?$/;
const SHIFT = /^([+-])(\S.*)$/;

export function readDate(value: unknown): DateForm | null {
  if (!isText(value)) return null;
  if (value === "now" || value === "today") return { mode: value };
  if (DAY.test(value)) return { mode: "day", at: value };
  if (MOMENT.test(value)) return { mode: "moment", at: value };
  const [, sign, length] = SHIFT.exec(value) ?? [];
  if (length === undefined || readDuration(length) === null) return null;
  return { mode: sign === "-" ? "ago" : "ahead", length };
}

export function writeDate(form: DateForm): string {
  if (form.mode === "ago" || form.mode === "ahead") {
    return `${form.mode === "ago" ? "-" : "+"}${form.length}`;
  }
  return "at" in form ? form.at : form.mode;
}

export interface Weekdays {
  days: readonly Day[];
  /** Undefined where it is written without: UTC. */
  timezone: string | undefined;
}

const isDay = (value: unknown): value is Day => DAYS.some((day) => day === value);
const onlyKeys = (value: Json, keys: readonly string[]): boolean =>
  Object.keys(value).every((key) => keys.includes(key));

export function readWeekdays(value: unknown): Weekdays | null {
  if (Array.isArray(value) && value.every(isDay)) return { days: value, timezone: undefined };
  if (!isObject(value) || !onlyKeys(value, ["days", "timezone"])) return null;
  const { days, timezone } = value;
  if (!Array.isArray(days) || !days.every(isDay)) return null;
  return timezone === undefined || isText(timezone) ? { days, timezone } : null;
}

export function writeWeekdays({ days, timezone }: Weekdays): unknown {
  const ordered = DAYS.filter((day) => days.includes(day));
  return timezone === undefined ? ordered : { days: ordered, timezone };
}

export interface TimeRange {
  from: string;
  to: string;
  timezone: string | undefined;
}

const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const isTime = (value: unknown): value is string => isText(value) && (value === "" || TIME.test(value));

export function readTimeRange(value: unknown): TimeRange | null {
  if (Array.isArray(value)) {
    const [from, to, more] = value as unknown[];
    return isTime(from) && isTime(to) && more === undefined ? { from, to, timezone: undefined } : null;
  }
  if (!isObject(value) || !onlyKeys(value, ["from", "to", "timezone"])) return null;
  const { from, to, timezone } = value;
  if (!isTime(from) || !isTime(to)) return null;
  return timezone === undefined || isText(timezone) ? { from, to, timezone } : null;
}

export function writeTimeRange({ from, to, timezone }: TimeRange): unknown {
  return timezone === undefined ? [from, to] : { from, to, timezone };
}

const isPair = (value: unknown, one: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.length === 2 && value.every(one);
const isOpen = (check: (item: unknown) => boolean) => (item: unknown) => item === null || check(item);
const isSet = (value: unknown, one: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(one) && new Set(value).size === value.length;
const isScalar = (value: unknown): boolean =>
  value === null || isText(value) || isNumber(value) || typeof value === "boolean";

const CHECKS: Readonly<Record<ValueKind, (value: unknown) => boolean>> = {
  none: () => true,
  text: isText,
  pattern: isText,
  number: isNumber,
  integer: (value) => isNumber(value) && Number.isInteger(value) && value >= 0,
  boolean: (value) => typeof value === "boolean",
  scalar: isScalar,
  texts: (value) => isSet(value, (item) => isText(item) && item.trim() !== ""),
  numbers: (value) => isSet(value, isNumber),
  range: (value) => isPair(value, isOpen(isNumber)),
  date: (value) => readDate(value) !== null,
  dates: (value) => isPair(value, (item) => readDate(item) !== null),
  duration: (value) => isText(value) && readDuration(value) !== null,
  time_range: (value) => readTimeRange(value) !== null,
  weekdays: (value) => readWeekdays(value) !== null,
  conditions: (value) => Array.isArray(value) || isObject(value),
  json: (value) => !isExpression(value),
};

/** Whether the input of this kind shows the value as it is; nothing at all is an empty input. */
export function fits(kind: ValueKind, value: unknown): boolean {
  return value === undefined || (!isExpression(value) && CHECKS[kind](value));
}

const STARTS: Readonly<Partial<Record<ValueKind, unknown>>> = {
  text: "",
  pattern: "",
  scalar: "",
  boolean: true,
  texts: [],
  numbers: [],
  date: "today",
  dates: ["-7d", "now"],
  duration: "7d",
  time_range: ["09:00", "17:00"],
  weekdays: ["mon", "tue", "wed", "thu", "fri"],
  conditions: [],
};

/** What the input of this kind begins with; undefined: empty, and so no value yet. */
export const startOf = (kind: ValueKind): unknown => STARTS[kind];

/** The value for another kind of input: kept where it fits. */
export function carried(kind: ValueKind, value: unknown): unknown {
  if (kind === "none") return undefined;
  if (value !== undefined && value !== "" && (isExpression(value) || CHECKS[kind](value))) return value;
  return startOf(kind);
}
