/** From the API's statistics to rows of pictures. Knows no React. */
import type { ChartRow, Series } from "@/components/charts/types";
import type { ActionStats, RuleStats, Stats } from "@/lib/api";
import { formatDay } from "@/lib/format";
import { t } from "@/lib/i18n";

/** Beyond these a picture of names says nothing more. */
const MOST_BARS = 8;

const axisOf = (stats: Stats, start: string) => formatDay(start, stats.bucket === "hour");

export const RUN_SERIES: readonly Series[] = [
  { name: "completed", label: t("insights.completed"), color: "pine.6" },
  { name: "failed", label: t("insights.failed"), color: "red.6" },
  { name: "skipped", label: t("insights.skipped"), color: "gray.5" },
  { name: "cancelled", label: t("insights.cancelled"), color: "ember.5" },
];

export function runsOverTime(stats: Stats): ChartRow[] {
  return stats.over_time.map(({ start, runs }) => ({
    axis: axisOf(stats, start),
    completed: runs.completed,
    failed: runs.failed,
    skipped: runs.skipped,
    cancelled: runs.cancelled,
  }));
}

export function creditsOverTime(stats: Stats): ChartRow[] {
  return stats.over_time.map(({ start, credits }) => ({ axis: axisOf(stats, start), credits }));
}

export function ratesOverTime(stats: Stats): ChartRow[] {
  return stats.over_time.map(({ start, success_rate: rate }) => ({ axis: axisOf(stats, start), rate }));
}

const short = (name: string) => (name.length > 24 ? `${name.slice(0, 23)}…` : name);

/** Two rules may bear one name; a picture's places may not. */
function apart(rows: readonly ChartRow[]): ChartRow[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const times = (seen.get(row.axis) ?? 0) + 1;
    seen.set(row.axis, times);
    return times === 1 ? row : { ...row, axis: `${row.axis} (${String(times)})` };
  });
}

export function creditsByRule(rules: readonly RuleStats[]): ChartRow[] {
  const paid = rules.filter(({ credits }) => credits > 0).toSorted((a, b) => b.credits - a.credits);
  return apart(paid.slice(0, MOST_BARS).map(({ name, credits }) => ({ axis: short(name), credits })));
}

export function durationByAction(actions: readonly ActionStats[]): ChartRow[] {
  const timed = actions
    .filter(({ duration_seconds: { p50 } }) => p50 !== null)
    .toSorted((a, b) => (b.duration_seconds.p50 ?? 0) - (a.duration_seconds.p50 ?? 0));
  return apart(
    timed
      .slice(0, MOST_BARS)
      .map(({ name, duration_seconds: { p50, p95 } }) => ({ axis: short(name), p50, p95 })),
  );
}
