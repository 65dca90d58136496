import { Button, NativeSelect, SegmentedControl, Stack } from "@mantine/core";
import { IconChartBar } from "@tabler/icons-react";
import { Link } from "react-router";

import { PageHeader } from "@/components/PageHeader";
import { QueryView } from "@/components/QueryView";
import { EmptyState } from "@/components/states";
import { type Stat, StatTiles } from "@/components/StatTiles";
import type { Stats } from "@/lib/api";
import { formatDuration, formatNumber, formatShare } from "@/lib/format";
import { t } from "@/lib/i18n";
import { useRuleNames } from "@/lib/ruleNames";

import classes from "./insights.module.css";
import { Pictures } from "./Pictures";
import { Errors, Skips } from "./Reasons";
import { ActionTable, RuleTable } from "./Tables";
import { DAYS, useStats, useWindow } from "./useWindow";

function statsOf({ runs, success_rate: rate, duration_seconds: took, credits }: Stats): Stat[] {
  return [
    {
      label: t("insights.success"),
      value: rate === null ? t("insights.none") : formatShare(rate),
      hint: t("insights.success.hint", { count: runs.failed }),
    },
    {
      label: t("insights.runs"),
      value: formatNumber(runs.total),
      hint: t("insights.runs.hint", { count: runs.skipped }),
    },
    {
      label: t("insights.duration"),
      value: took.p50 === null ? t("insights.none") : formatDuration(took.p50),
      ...(took.p95 !== null && {
        hint: t("insights.duration.hint", { time: formatDuration(took.p95) }),
      }),
    },
    {
      label: t("insights.credits"),
      value: formatNumber(credits),
      ...(runs.completed > 0 && {
        hint: t("insights.credits.hint", { credits: Math.round(credits / runs.completed) }),
      }),
    },
  ];
}

function Filters({ days, rule, set }: ReturnType<typeof useWindow>) {
  const rules = useRuleNames();
  return (
    <div className={classes.filters}>
      <SegmentedControl
        aria-label={t("insights.window")}
        value={String(days)}
        data={DAYS.map((count) => ({ value: String(count), label: t("insights.span", { count }) }))}
        onChange={(value) => {
          set("days", value);
        }}
      />
      <NativeSelect
        aria-label={t("insights.rule")}
        maw="20rem"
        value={rule}
        data={[
          { value: "", label: t("insights.rule.all") },
          ...rules.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(event) => {
          set("rule", event.currentTarget.value);
        }}
      />
    </div>
  );
}

function Nothing() {
  return (
    <EmptyState
      icon={<IconChartBar size={26} />}
      title={t("insights.empty.title")}
      text={t("insights.empty.text")}
      action={
        <Button component={Link} to="/rules">
          {t("insights.empty.action")}
        </Button>
      }
    />
  );
}

function Body({ stats, days }: { stats: Stats; days: number }) {
  if (stats.runs.total === 0) return <Nothing />;
  return (
    <>
      <StatTiles label={t("insights.numbers")} stats={statsOf(stats)} />
      <Pictures stats={stats} days={days} />
      <Errors errors={stats.errors} />
      <Skips skips={stats.skips} />
      <RuleTable rules={stats.per_rule} />
      <ActionTable actions={stats.per_action} />
    </>
  );
}

/** How the rules do over a time: in pictures, with the numbers beside them. */
export function InsightsPage() {
  const window = useWindow();
  const query = useStats(window);
  return (
    <>
      <PageHeader title={t("insights.title")} lead={t("insights.lead")} />
      <Stack gap="lg">
        <Filters {...window} />
        <QueryView query={query} rows={8}>
          {(stats) => <Body stats={stats} days={window.days} />}
        </QueryView>
      </Stack>
    </>
  );
}
