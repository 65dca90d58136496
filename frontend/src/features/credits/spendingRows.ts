/** From the API's spending to the bars of its picture. Knows no React. */
import type { ChartRow, Series } from "@/components/charts/types";
import type { Spending } from "@/lib/api";
import { formatDate } from "@/lib/format";
import { t } from "@/lib/i18n";

const COLORS = ["pine.6", "ember.5", "blue.6", "grape.6", "teal.4", "yellow.5"] as const;
const OTHER = "other";
const OTHER_COLOR = "gray.5";

/** The dearest actions each by itself, the rest as one. */
export function seriesOf({ actions }: Spending): Series[] {
  const named = actions.slice(0, COLORS.length).map(({ type, name }, index) => ({
    // A type that is not known has no name to be found by.
    name: type === "" ? OTHER : type,
    label: name === "" ? t("spending.other") : name,
    color: type === "" ? OTHER_COLOR : (COLORS[index] ?? OTHER_COLOR),
  }));
  const rest = actions.length > COLORS.length && !named.some(({ name }) => name === OTHER);
  return rest ? [...named, { name: OTHER, label: t("spending.other"), color: OTHER_COLOR }] : named;
}

export function rowsOf({ days }: Spending, series: readonly Series[]): ChartRow[] {
  const own = new Set(series.map(({ name }) => name).filter((name) => name !== OTHER));
  return days.map(({ date, credits, actions }) => {
    const values = [...own].map((type) => [type, actions[type] ?? 0] as const);
    const known = values.reduce((sum, [, value]) => sum + value, 0);
    return { axis: formatDate(date, "short"), ...Object.fromEntries(values), [OTHER]: credits - known };
  });
}
