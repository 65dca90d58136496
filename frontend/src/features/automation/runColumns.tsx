import { Group, Text } from "@mantine/core";

import type { Column } from "@/components/DataTable";
import { Moment } from "@/components/Moment";
import type { ScheduledTask } from "@/lib/api";
import { formatDuration, formatNumber } from "@/lib/format";
import { t, tMaybe } from "@/lib/i18n";

import { RerunMenu } from "./RerunMenu";
import { RunName, RunOutcome } from "./RunCells";
import { isUnfinished } from "./runStatus";

const columns = (): Column<ScheduledTask>[] => [
  {
    key: "rule",
    header: t("runs.col.rule"),
    role: "lead",
    render: (task) => <RunName task={task} />,
  },
  {
    key: "status",
    header: t("runs.col.result"),
    sortKey: "status",
    render: (task) => <RunOutcome task={task} />,
  },
  {
    key: "trigger",
    header: t("runs.col.trigger"),
    render: (task) => tMaybe(`trigger.${task.trigger}`, task.trigger),
  },
  {
    key: "started",
    header: t("runs.col.started"),
    sortKey: "executed_at",
    render: (task) => <Moment at={task.executed_at ?? task.scheduled_at} />,
  },
  {
    key: "duration",
    header: t("runs.col.duration"),
    align: "end",
    render: ({ duration_seconds: seconds }) => (
      <Text span style={{ whiteSpace: "nowrap" }}>
        {seconds === null ? "–" : formatDuration(seconds)}
      </Text>
    ),
  },
  {
    key: "credits",
    header: t("runs.col.credits"),
    align: "end",
    sortKey: "credits",
    render: (task) => formatNumber(task.credits),
  },
];

const rerun = (): Column<ScheduledTask> => ({
  key: "actions",
  header: t("runs.col.actions"),
  headerHidden: true,
  align: "end",
  role: "wide",
  render: (task) =>
    isUnfinished(task.status) ? null : (
      <Group justify="flex-end">
        <RerunMenu task={task} compact />
      </Group>
    ),
});

/** @param mayRun whether the reader may run them again. */
export function runColumns(mayRun: boolean): readonly Column<ScheduledTask>[] {
  return mayRun ? [...columns(), rerun()] : columns();
}
