import { Paper, Stack, Text, Title } from "@mantine/core";

import { SeriesChart } from "@/components/charts/SeriesChart";
import type { ChartRow } from "@/components/charts/types";
import { type Column, DataTable } from "@/components/DataTable";
import { LinkText } from "@/components/LinkText";
import type { CreditForecast } from "@/lib/api";
import { formatDate, formatNumber } from "@/lib/format";
import { t } from "@/lib/i18n";

type ForecastRule = CreditForecast["rules"][number];

/** What is left at the end of each day; never below nothing. */
export function leftByDay({ available, days }: CreditForecast): ChartRow[] {
  let left = available;
  return days.map(({ date, credits }) => {
    left = Math.max(0, left - credits);
    return { axis: formatDate(date, "short"), left };
  });
}

const COLUMNS: readonly Column<ForecastRule>[] = [
  {
    key: "rule",
    header: t("forecast.rule"),
    role: "lead",
    render: ({ rule_id: id, name }) => (
      <LinkText to={`/rules?rule=${encodeURIComponent(id)}`} fw={600}>
        {name}
      </LinkText>
    ),
  },
  {
    key: "runs",
    header: t("forecast.runs"),
    align: "end",
    render: ({ runs }) => formatNumber(runs),
  },
  {
    key: "perRun",
    header: t("forecast.perRun"),
    align: "end",
    render: ({ credits_per_run: perRun, basis }) => (
      <>
        {perRun === null ? t("forecast.unknown") : formatNumber(perRun)}
        <Text size="xs" c="dimmed">
          {t(`forecast.basis.${basis}`)}
        </Text>
      </>
    ),
  },
  {
    key: "credits",
    header: t("forecast.credits"),
    align: "end",
    render: ({ credits }) => formatNumber(credits),
  },
];

/** How the credits dwindle as the schedules go, and which rules take them. */
export function ForecastSection({ forecast }: { forecast: CreditForecast }) {
  const { days, rules, complete } = forecast;
  if (rules.length === 0) {
    return (
      <Paper p="lg">
        <Title order={2} size="h4" mb="xs">
          {t("forecast.title")}
        </Title>
        <Text c="dimmed">{t("forecast.none")}</Text>
      </Paper>
    );
  }
  return (
    <Stack gap="sm">
      <SeriesChart
        kind="area"
        title={t("forecast.title")}
        summary={t("forecast.summary", { count: days.length })}
        axisLabel={t("creditsPage.day")}
        rows={leftByDay(forecast)}
        series={[{ name: "left", label: t("forecast.left"), color: "pine.6" }]}
        format={formatNumber}
      />
      <DataTable
        label={t("forecast.rules")}
        rows={rules}
        columns={COLUMNS}
        rowKey={({ rule_id: id }) => id}
      />
      {!complete && (
        <Text size="sm" c="dimmed">
          {t("forecast.incomplete")}
        </Text>
      )}
    </Stack>
  );
}
