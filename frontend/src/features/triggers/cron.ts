/** Cron expressions as a person says them, and back. What no pattern fits stays as it is. */

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 0] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export interface Time {
  hour: number;
  minute: number;
}

export type CronPlan =
  | { kind: "minutes"; step: number }
  | { kind: "hourly"; minute: number; step: number }
  | { kind: "daily"; time: Time }
  | { kind: "weekly"; days: readonly Weekday[]; time: Time }
  /** `day` is "L" for the last of the month. */
  | { kind: "monthly"; day: number | "L"; time: Time }
  | { kind: "custom"; text: string };
export type CronKind = CronPlan["kind"];

const DAY_NAMES: readonly string[] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

function whole(text: string, low: number, high: number): number | null {
  if (!/^\d{1,2}$/.test(text)) return null;
  const number = Number(text);
  return number >= low && number <= high ? number : null;
}

function stepOf(text: string, high: number): number | null {
  if (text === "*") return 1;
  const [, step] = /^\*\/(\d{1,2})$/.exec(text) ?? [];
  return step === undefined ? null : whole(step, 1, high);
}

function weekday(text: string): Weekday | null {
  const named = DAY_NAMES.indexOf(text.toUpperCase());
  const number = named === -1 ? whole(text, 0, 7) : named;
  return number === null ? null : ((number % 7) as Weekday);
}

function daysOfRange(text: string): Weekday[] | null {
  const [first = "", last, more] = text.split("-");
  const from = weekday(first);
  const to = last === undefined ? from : weekday(last);
  if (from === null || to === null || more !== undefined) return null;
  const start = WEEKDAYS.indexOf(from);
  const end = WEEKDAYS.indexOf(to);
  return start <= end ? WEEKDAYS.slice(start, end + 1) : null;
}

/** `1-5` and `MON,WED` as days from Monday on. */
function weekdays(text: string): Weekday[] | null {
  const parts = text.split(",").map(daysOfRange);
  if (parts.some((part) => part === null)) return null;
  const days = new Set(parts.flatMap((part) => part ?? []));
  return WEEKDAYS.filter((day) => days.has(day));
}

function timed(time: Time, day: string, week: string): CronPlan | null {
  if (day === "*" && week === "*") return { kind: "daily", time };
  if (day === "*") {
    const days = weekdays(week);
    return days === null ? null : { kind: "weekly", days, time };
  }
  const date = day === "L" ? "L" : whole(day, 1, 31);
  return week === "*" && date !== null ? { kind: "monthly", day: date, time } : null;
}

function often(minute: string, hour: string): CronPlan | null {
  const every = stepOf(minute, 59);
  if (every !== null && hour === "*") return { kind: "minutes", step: every };
  const at = whole(minute, 0, 59);
  const step = stepOf(hour, 23);
  return at === null || step === null ? null : { kind: "hourly", minute: at, step };
}

/** The plan that an expression says; `custom` where it is none of ours. */
export function readCron(text: string): CronPlan {
  const custom: CronPlan = { kind: "custom", text };
  const [minute = "", hour = "", day = "", month = "", week = "", ...more] = text.trim().split(/\s+/);
  if (month !== "*" || more.length > 0) return custom;
  if (day === "*" && week === "*") {
    const frequent = often(minute, hour);
    if (frequent !== null) return frequent;
  }
  const at = whole(minute, 0, 59);
  const of = whole(hour, 0, 23);
  if (at === null || of === null) return custom;
  return timed({ hour: of, minute: at }, day, week) ?? custom;
}

/** `1,2,3,4,5` → `1-5`; two days stay two. */
function daysText(days: readonly Weekday[]): string {
  const ordered = WEEKDAYS.filter((day) => days.includes(day));
  const first = WEEKDAYS.indexOf(ordered[0] ?? 1);
  const adjoining = ordered.every((day, index) => WEEKDAYS.indexOf(day) === first + index);
  const last = ordered.at(-1);
  const range = adjoining && ordered.length > 2 && last !== undefined && last !== 0;
  return range ? `${String(ordered[0])}-${String(last)}` : ordered.join(",");
}

export function writeCron(plan: CronPlan): string {
  const at = "time" in plan ? `${String(plan.time.minute)} ${String(plan.time.hour)}` : "";
  switch (plan.kind) {
    case "minutes":
      return plan.step === 1 ? "* * * * *" : `*/${String(plan.step)} * * * *`;
    case "hourly":
      return `${String(plan.minute)} ${plan.step === 1 ? "*" : `*/${String(plan.step)}`} * * *`;
    case "daily":
      return `${at} * * *`;
    case "weekly":
      return plan.days.length === 0 ? `${at} * * *` : `${at} * * ${daysText(plan.days)}`;
    case "monthly":
      return `${at} ${String(plan.day)} * *`;
    case "custom":
      return plan.text;
  }
}

const NINE: Time = { hour: 9, minute: 0 };

/** The same time in another pattern. */
export function planOf(kind: CronKind, before: CronPlan): CronPlan {
  const time = "time" in before ? before.time : NINE;
  switch (kind) {
    case "minutes":
      return { kind, step: 15 };
    case "hourly":
      return { kind, minute: "minute" in before ? before.minute : 0, step: 1 };
    case "daily":
      return { kind, time };
    case "weekly":
      return { kind, days: [1], time };
    case "monthly":
      return { kind, day: 1, time };
    case "custom":
      return { kind, text: writeCron(before) };
  }
}

const two = (number: number): string => String(number).padStart(2, "0");

/** `09:05`, as the browser's input for times takes it. */
export const timeText = ({ hour, minute }: Time): string => `${two(hour)}:${two(minute)}`;

/** Null for what is no time of day. */
export function readTime(text: string): Time | null {
  const [hour = "", minute = "", ...more] = text.split(":");
  const of = whole(hour, 0, 23);
  const at = whole(minute, 0, 59);
  return of === null || at === null || more.length > 0 ? null : { hour: of, minute: at };
}
