/** Numbers, dates and durations in the reader's locale. */
import { activeLocale, formatLocale, t } from "./i18n";
import { preferences } from "./preferences";

export function formatNumber(value: number): string {
  return new Intl.NumberFormat(formatLocale()).format(value);
}

export function formatDateTime(iso: string): string {
  return dateFormat({ dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));
}

/** A format of dates in the chosen locale and time zone. */
function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const { timeZone } = preferences();
  return new Intl.DateTimeFormat(formatLocale(), { ...options, ...(timeZone !== null && { timeZone }) });
}

/** "12 Jan": a moment of a chart's axis; `withTime` for hours. */
export function formatDay(iso: string, withTime = false): string {
  const options: Intl.DateTimeFormatOptions = withTime
    ? { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }
    : { day: "numeric", month: "short" };
  return dateFormat(options).format(new Date(iso));
}

/** A calendar day without a time, such as "2026-01-12"; the time zone must not move it. */
export function formatDate(day: string, style: "medium" | "short" = "medium"): string {
  const format = new Intl.DateTimeFormat(formatLocale(), {
    ...(style === "medium" ? { dateStyle: "medium" } : { day: "numeric", month: "short" }),
    timeZone: "UTC",
  });
  return format.format(new Date(`${day}T00:00:00Z`));
}

/** "84 %" of a share between 0 and 1, in the way of the locale. */
export function formatShare(share: number): string {
  return new Intl.NumberFormat(formatLocale(), { style: "percent", maximumFractionDigits: 1 }).format(
    share,
  );
}

/** "1.2M": a number where there is little room. */
export function formatCompact(value: number): string {
  return new Intl.NumberFormat(formatLocale(), { notation: "compact", maximumFractionDigits: 1 }).format(
    value,
  );
}

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** "5 minutes ago", "in 2 hours"; below a minute "just now". */
export function formatRelative(iso: string, now: number): string {
  const seconds = (new Date(iso).getTime() - now) / 1000;
  const format = new Intl.RelativeTimeFormat(activeLocale(), { numeric: "auto" });
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return format.format(Math.round(seconds / size), unit);
  }
  return t("time.justNow");
}

/** "0.4 s", "12 s", "2 min 5 s", "1 h 4 min". */
export function formatDuration(seconds: number): string {
  if (seconds < 10) return t("time.seconds", { s: formatNumber(Math.round(seconds * 10) / 10) });
  const whole = Math.round(seconds);
  if (whole < 60) return t("time.seconds", { s: formatNumber(whole) });
  if (whole < 3600) return t("time.minutes", { m: Math.floor(whole / 60), s: whole % 60 });
  return t("time.hours", { h: Math.floor(whole / 3600), m: Math.floor((whole % 3600) / 60) });
}

/** Seconds between two times; an unfinished span counts until now; null before it began. */
export function spanSeconds(
  from: string | null | undefined,
  to: string | null | undefined,
  now: number,
): number | null {
  if (!from) return null;
  const end = to ? new Date(to).getTime() : now;
  return Math.max(0, (end - new Date(from).getTime()) / 1000);
}

/** "48 kB", "1.2 MB". */
export function formatBytes(bytes: number): string {
  const [unit, size] =
    bytes < 1_000_000 ? (["kilobyte", 1000] as const) : (["megabyte", 1_000_000] as const);
  const options = { style: "unit", unit, maximumSignificantDigits: 2 } as const;
  return new Intl.NumberFormat(activeLocale(), options).format(Math.max(1, bytes / size));
}
