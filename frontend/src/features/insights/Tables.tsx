import { Title } from "@mantine/core";
import { useState } from "react";

import { type Column, DataTable } from "@/components/DataTable";
import { LinkText } from "@/components/LinkText";
import type { ActionStats, RuleStats } from "@/lib/api";
import { formatDuration, formatNumber, formatShare } from "@/lib/format";
import { t } from "@/lib/i18n";

type Timed = Pick<RuleStats, "duration_seconds" | "success_rate" | "credits">;

const seconds = (value: number | null) => (value === null ? t("insights.none") : formatDuration(value));

/** The columns that rules and actions share. */
function numbers<Row extends Timed>(): Column<Row>[] {
  return [
    {
      key: "success",
      header: t("insights.col.success"),
      align: "end",
      sortKey: "success",
      render: ({ success_rate: rate }) => (rate === null ? t("insights.none") : formatShare(rate)),
    },
    {
      key: "usual",
      header: t("insights.col.usual"),
      align: "end",
      sortKey: "usual",
      render: ({ duration_seconds: { p50 } }) => seconds(p50),
    },
    {
      key: "slow",
      header: t("insights.col.slow"),
      align: "end",
      sortKey: "slow",
      render: ({ duration_seconds: { p95 } }) => seconds(p95),
    },
    {
      key: "credits",
      header: t("insights.col.credits"),
      align: "end",
      sortKey: "credits",
      render: ({ credits }) => formatNumber(credits),
    },
  ];
}

const RULES: readonly Column<RuleStats>[] = [
  {
    key: "name",
    header: t("insights.col.rule"),
    role: "lead",
    sortKey: "name",
    render: ({ rule, name }) => (
      <LinkText to={`/runs?rule=${encodeURIComponent(rule)}`} fw={600}>
        {name}
      </LinkText>
    ),
  },
  {
    key: "runs",
    header: t("insights.col.runs"),
    align: "end",
    sortKey: "times",
    render: ({ runs }) => formatNumber(runs.total),
  },
  ...numbers<RuleStats>(),
];

const ACTIONS: readonly Column<ActionStats>[] = [
  {
    key: "name",
    header: t("insights.col.action"),
    role: "lead",
    sortKey: "name",
    render: ({ name }) => name,
  },
  {
    key: "steps",
    header: t("insights.col.steps"),
    align: "end",
    sortKey: "times",
    render: ({ steps }) => formatNumber(steps),
  },
  ...numbers<ActionStats>(),
  {
    key: "items",
    header: t("insights.col.items"),
    align: "end",
    sortKey: "items",
    render: ({ items }) => formatNumber(items),
  },
  {
    key: "retried",
    header: t("insights.col.retried"),
    align: "end",
    sortKey: "retried",
    render: ({ retried }) => formatNumber(retried),
  },
];

type Value = string | number | null;

const VALUES: Readonly<Record<string, (row: RuleStats | ActionStats) => Value>> = {
  name: ({ name }) => name.toLowerCase(),
  times: (row) => ("steps" in row ? row.steps : row.runs.total),
  success: ({ success_rate: rate }) => rate,
  usual: ({ duration_seconds: { p50 } }) => p50,
  slow: ({ duration_seconds: { p95 } }) => p95,
  credits: ({ credits }) => credits,
  items: (row) => ("items" in row ? row.items : 0),
  retried: (row) => ("retried" in row ? row.retried : 0),
};

/** Sorted by a column's name, with a minus the other way round; what is not known comes last. */
export function sorted<Row extends RuleStats | ActionStats>(rows: readonly Row[], sort: string): Row[] {
  const valueOf = VALUES[sort.replace(/^-/, "")];
  if (valueOf === undefined) return [...rows];
  const direction = sort.startsWith("-") ? -1 : 1;
  return rows.toSorted((left, right) => {
    const [a, b] = [valueOf(left), valueOf(right)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    if (a === b) return 0;
    return (a < b ? -1 : 1) * direction;
  });
}

export function RuleTable({ rules }: { rules: readonly RuleStats[] }) {
  const [sort, setSort] = useState("-times");
  return (
    <section>
      <Title order={2} size="h4" mb="sm">
        {t("insights.perRule")}
      </Title>
      <DataTable
        label={t("insights.perRule")}
        rows={sorted(rules, sort)}
        columns={RULES}
        rowKey={({ rule }) => rule}
        sort={sort}
        onSort={setSort}
      />
    </section>
  );
}

export function ActionTable({ actions }: { actions: readonly ActionStats[] }) {
  const [sort, setSort] = useState("-times");
  if (actions.length === 0) return null;
  return (
    <section>
      <Title order={2} size="h4" mb="sm">
        {t("insights.perAction")}
      </Title>
      <DataTable
        label={t("insights.perAction")}
        rows={sorted(actions, sort)}
        columns={ACTIONS}
        rowKey={({ type }) => type}
        sort={sort}
        onSort={setSort}
      />
    </section>
  );
}
