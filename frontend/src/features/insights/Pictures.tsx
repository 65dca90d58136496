import { SeriesChart } from "@/components/charts/SeriesChart";
import type { Stats } from "@/lib/api";
import { formatDuration, formatNumber, formatShare } from "@/lib/format";
import { t } from "@/lib/i18n";

import classes from "./insights.module.css";
import {
  creditsByRule,
  creditsOverTime,
  durationByAction,
  ratesOverTime,
  RUN_SERIES,
  runsOverTime,
} from "./pictures";

interface PicturesProps {
  stats: Stats;
  days: number;
}

function OverTime({ stats, days }: PicturesProps) {
  const span = t("insights.span", { count: days });
  const { completed, failed, skipped } = stats.runs;
  const common = { axisLabel: t("insights.time"), height: 240 };
  return (
    <>
      <SeriesChart
        {...common}
        kind="stack"
        title={t("insights.overTime")}
        summary={t("insights.overTime.summary", { days: span, completed, failed, skipped })}
        rows={runsOverTime(stats)}
        series={RUN_SERIES}
        format={formatNumber}
      />
      <div className={classes.two}>
        <SeriesChart
          {...common}
          kind="area"
          title={t("insights.creditsOverTime")}
          summary={t("insights.creditsOverTime.summary", { days: span, credits: stats.credits })}
          rows={creditsOverTime(stats)}
          series={[{ name: "credits", label: t("insights.credits"), color: "ember.5" }]}
          format={formatNumber}
        />
        <SeriesChart
          {...common}
          kind="line"
          shares
          title={t("insights.rateOverTime")}
          summary={t("insights.rateOverTime.summary", { days: span })}
          rows={ratesOverTime(stats)}
          series={[{ name: "rate", label: t("insights.success"), color: "pine.6" }]}
          format={formatShare}
        />
      </div>
    </>
  );
}

function ByName({ stats }: { stats: Stats }) {
  const rules = creditsByRule(stats.per_rule);
  const actions = durationByAction(stats.per_action);
  return (
    <div className={classes.two}>
      {rules.length > 0 && (
        <SeriesChart
          kind="rows"
          title={t("insights.creditsByRule")}
          summary={t("insights.creditsByRule.summary", { name: rules[0]?.axis ?? "" })}
          axisLabel={t("insights.col.rule")}
          rows={rules}
          series={[{ name: "credits", label: t("insights.credits"), color: "ember.5" }]}
          format={formatNumber}
        />
      )}
      {actions.length > 0 && (
        <SeriesChart
          kind="rows"
          title={t("insights.durationByAction")}
          summary={t("insights.durationByAction.summary")}
          axisLabel={t("insights.col.action")}
          rows={actions}
          series={[
            { name: "p50", label: t("insights.p50"), color: "pine.6" },
            { name: "p95", label: t("insights.p95"), color: "ember.5" },
          ]}
          format={formatDuration}
        />
      )}
    </div>
  );
}

/** The pictures of the page: over time, then by name. */
export function Pictures(props: PicturesProps) {
  return (
    <>
      <OverTime {...props} />
      <ByName stats={props.stats} />
    </>
  );
}
