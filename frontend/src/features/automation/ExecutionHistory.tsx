import { Box, Button, SegmentedControl, Text } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useEffect } from "react";
import { Link, useSearchParams } from "react-router";

import { type Column, DataTable } from "@/components/DataTable";
import { LinkText } from "@/components/LinkText";
import { Moment } from "@/components/Moment";
import { PageHeader } from "@/components/PageHeader";
import { Pager } from "@/components/Pager";
import { EmptyState, ErrorState, LoadingList } from "@/components/states";
import type { RunStatus, ScheduledTask } from "@/lib/api";
import { formatDuration, formatNumber } from "@/lib/format";
import { t, tMaybe } from "@/lib/i18n";

import type { HistoryFilters } from "./automation.api";
import { useAutomationStore } from "./automationStore";
import { RUN_STATUSES } from "./runStatus";
import { StatusBadge } from "./StatusBadge";

const PAGE_SIZE = 50;
const OFFERED: readonly RunStatus[] = ["running", "completed", "failed", "skipped", "cancelled"];

/** How it went, and why, where it did not go well. */
function RunOutcome({ task }: { task: ScheduledTask }) {
  const reason = task.error_message || task.status_reason;
  return (
    <div>
      <StatusBadge status={task.status} />
      {reason !== "" && (
        <Text size="xs" c="dimmed" mt={4} maw="26rem" lineClamp={3} style={{ overflowWrap: "anywhere" }}>
          {reason}
        </Text>
      )}
    </div>
  );
}

const COLUMNS: readonly Column<ScheduledTask>[] = [
  {
    key: "rule",
    header: t("runs.col.rule"),
    role: "lead",
    render: (task) => (
      <LinkText to={`/runs/${task.id}`} fw={650} c="var(--mantine-color-text)">
        {task.rule_name}
      </LinkText>
    ),
  },
  {
    key: "status",
    header: t("runs.col.status"),
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
    render: (task) => <Moment at={task.executed_at ?? task.scheduled_at} />,
  },
  {
    key: "duration",
    header: t("runs.col.duration"),
    align: "end",
    render: (task) => (task.duration_seconds === null ? "–" : formatDuration(task.duration_seconds)),
  },
  {
    key: "credits",
    header: t("runs.col.credits"),
    align: "end",
    render: (task) => formatNumber(task.credits),
  },
];

function useFilters() {
  const [params, setParams] = useSearchParams();
  const asked = params.get("status");
  const status = RUN_STATUSES.find((known) => known === asked);
  const page = Math.max(1, Number(params.get("page")) || 1);
  const set = (next: Record<string, string>) => {
    setParams(next, { replace: true });
  };
  const keep: Record<string, string> = status === undefined ? {} : { status };
  return {
    status,
    page,
    setStatus: (value: string) => {
      set(value === "all" ? {} : { status: value });
    },
    setPage: (value: number) => {
      set({ ...keep, page: String(value) });
    },
  };
}

function NoRuns({ filtered }: { filtered: boolean }) {
  if (filtered) {
    return <EmptyState icon={<IconHistory size={26} />} title={t("runs.emptyFiltered")} text="" />;
  }
  return (
    <EmptyState
      icon={<IconHistory size={26} />}
      title={t("runs.empty.title")}
      text={t("runs.empty.text")}
      action={
        <Button component={Link} to="/rules">
          {t("runs.empty.action")}
        </Button>
      }
    />
  );
}

function RunsList({ filters, onPage }: { filters: HistoryFilters; onPage: (page: number) => void }) {
  const { tasks, tasksPage, tasksError, fetchExecutionHistory } = useAutomationStore();
  if (tasksError !== null) {
    return (
      <ErrorState
        error={tasksError}
        onRetry={() => {
          void fetchExecutionHistory(filters);
        }}
      />
    );
  }
  if (tasksPage === null) return <LoadingList />;
  if (tasks.length === 0) return <NoRuns filtered={filters.status !== undefined} />;
  return (
    <>
      <DataTable label={t("runs.table")} rows={tasks} columns={COLUMNS} rowKey={({ id }) => id} />
      <Pager page={tasksPage.page} pageSize={PAGE_SIZE} count={tasksPage.count} onChange={onPage} />
    </>
  );
}

export function ExecutionHistory() {
  const fetchHistory = useAutomationStore((state) => state.fetchExecutionHistory);
  const { status, page, setStatus, setPage } = useFilters();
  const filters: HistoryFilters = { page, page_size: PAGE_SIZE, ...(status && { status }) };
  useEffect(() => {
    void fetchHistory({ page, page_size: PAGE_SIZE, ...(status && { status }) });
  }, [fetchHistory, page, status]);
  const choices = [
    { value: "all", label: t("runs.filter.all") },
    ...OFFERED.map((value) => ({ value, label: t(`runStatus.${value}`) })),
  ];
  return (
    <>
      <PageHeader title={t("runs.title")} lead={t("runs.lead")} />
      <Box mb="md" style={{ overflowX: "auto" }}>
        <SegmentedControl
          bg="var(--surface-sunken)"
          aria-label={t("runs.filter.label")}
          value={status ?? "all"}
          data={choices}
          onChange={setStatus}
        />
      </Box>
      <RunsList filters={filters} onPage={setPage} />
    </>
  );
}
