import { Group, Paper, SegmentedControl, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { SeriesChart } from "@/components/charts/SeriesChart";
import { type Column, DataTable } from "@/components/DataTable";
import { QueryView } from "@/components/QueryView";
import type { Spending } from "@/lib/api";
import { formatNumber, formatShare } from "@/lib/format";
import { t } from "@/lib/i18n";

import { spendingQuery } from "./queries";
import { rowsOf, seriesOf } from "./spendingRows";

type SpentAction = Spending["actions"][number];

const DAYS = [7, 30, 90] as const;
const USUAL = 30;

function columnsOf(total: number): Column<SpentAction>[] {
  return [
    {
      key: "action",
      header: t("spending.action"),
      role: "lead",
      render: ({ name }) => (name === "" ? t("spending.other") : name),
    },
    {
      key: "items",
      header: t("spending.items"),
      align: "end",
      render: ({ items }) => formatNumber(items),
    },
    {
      key: "credits",
      header: t("spending.credits"),
      align: "end",
      render: ({ credits }) => formatNumber(credits),
    },
    {
      key: "share",
      header: t("spending.share"),
      align: "end",
      render: ({ credits }) => formatShare(total === 0 ? 0 : credits / total),
    },
  ];
}

function Spent({ spending }: { spending: Spending }) {
  const { total, days, actions } = spending;
  if (total === 0) {
    return (
      <Paper p="lg">
        <Text c="dimmed">{t("spending.none")}</Text>
      </Paper>
    );
  }
  const series = seriesOf(spending);
  return (
    <>
      <SeriesChart
        kind="stack"
        title={t("spending.title")}
        summary={t("spending.summary", { count: days.length, total })}
        axisLabel={t("creditsPage.day")}
        rows={rowsOf(spending, series)}
        series={series}
        format={formatNumber}
      />
      <DataTable
        label={t("spending.byAction")}
        rows={actions}
        columns={columnsOf(total)}
        rowKey={({ type }) => type}
      />
    </>
  );
}

/** Where the credits went: by day and by action. */
export function SpendingSection() {
  const [days, setDays] = useState<number>(USUAL);
  const query = useQuery(spendingQuery(days));
  return (
    <Stack gap="sm" component="section">
      <Group justify="space-between" gap="xs">
        <SegmentedControl
          aria-label={t("spending.window")}
          value={String(days)}
          data={DAYS.map((count) => ({ value: String(count), label: t("spending.days", { count }) }))}
          onChange={(value) => {
            setDays(Number(value));
          }}
        />
        <Text fw={600}>
          {query.data !== undefined && t("spending.total", { count: query.data.total })}
        </Text>
      </Group>
      <QueryView query={query} rows={4}>
        {(spending) => <Spent spending={spending} />}
      </QueryView>
    </Stack>
  );
}
