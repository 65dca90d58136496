import { Button } from "@mantine/core";
import { IconDownload, IconHistory } from "@tabler/icons-react";
import { useCallback, useEffect, useMemo } from "react";
import { Link } from "react-router";

import { DataTable } from "@/components/DataTable";
import { PageHeader } from "@/components/PageHeader";
import { Pager } from "@/components/Pager";
import { EmptyState, ErrorState, LoadingList } from "@/components/states";
import { useSelection } from "@/components/useSelection";
import { useMayRun } from "@/features/account";
import type { ScheduledTask } from "@/lib/api";
import { formatDateTime } from "@/lib/format";
import { t } from "@/lib/i18n";

import { useAutomationStore } from "./automationStore";
import { canRerunFailed, RerunFailed } from "./RerunFailed";
import { runColumns } from "./runColumns";
import {
  exportAddress,
  historyQuery,
  isFiltered,
  PAGE_SIZE,
  type RunFilters,
  runFiltersIn,
} from "./runFilters";
import { RunsBulk } from "./RunsBulk";
import { isUnfinished } from "./runStatus";
import { ClearRunFilters, RunsToolbar } from "./RunsToolbar";
import { useUrlFilters } from "./useUrlFilters";

const REFRESH_MS = 5000;

const keyOf = ({ id }: ScheduledTask) => id;
const nameOf = (task: ScheduledTask) =>
  t("runs.runNamed", {
    name: task.rule_name,
    time: formatDateTime(task.executed_at ?? task.scheduled_at),
  });

type Change = ReturnType<typeof useUrlFilters>["change"];

function NoRuns({ filtered, onChange }: { filtered: boolean; onChange: Change }) {
  const icon = <IconHistory size={26} />;
  if (filtered) {
    return (
      <EmptyState
        icon={icon}
        title={t("runs.emptyFiltered.title")}
        text={t("runs.emptyFiltered.text")}
        action={<ClearRunFilters onChange={onChange} />}
      />
    );
  }
  return (
    <EmptyState
      icon={icon}
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

interface ListProps {
  filters: RunFilters;
  onChange: Change;
  reload: () => void;
}

function RunsTable({ filters, onChange, reload }: ListProps) {
  const tasks = useAutomationStore((state) => state.tasks);
  const busy = useAutomationStore((state) => state.tasksLoading);
  const count = useAutomationStore((state) => state.tasksPage?.count ?? 0);
  const mayRun = useMayRun();
  const columns = useMemo(() => runColumns(mayRun), [mayRun]);
  const chosen = useSelection(tasks, keyOf);
  const selection = { selected: chosen.selected, onChange: chosen.set, nameOf };
  return (
    <>
      <DataTable
        label={t("runs.table")}
        rows={tasks}
        columns={columns}
        rowKey={keyOf}
        busy={busy}
        sort={filters.sort}
        onSort={(sort) => {
          onChange({ sort, page: null });
        }}
        {...(mayRun && { selection })}
      />
      {mayRun && <RunsBulk tasks={chosen.rows} onClear={chosen.clear} onDone={reload} />}
      <Pager
        page={filters.page}
        pageSize={PAGE_SIZE}
        count={count}
        onChange={(page) => {
          onChange({ page: String(page) });
        }}
      />
    </>
  );
}

function RunsList(props: ListProps) {
  const { tasks, tasksPage, tasksError } = useAutomationStore();
  if (tasksError !== null) return <ErrorState error={tasksError} onRetry={props.reload} />;
  if (tasksPage === null) return <LoadingList />;
  if (tasks.length > 0) return <RunsTable {...props} />;
  return <NoRuns filtered={isFiltered(props.filters)} onChange={props.onChange} />;
}

/** The runs that the filters ask for; read again now and then while one of them goes on. */
function useHistory(filters: RunFilters): () => void {
  const fetchHistory = useAutomationStore((state) => state.fetchExecutionHistory);
  const refreshHistory = useAutomationStore((state) => state.refreshExecutionHistory);
  const goingOn = useAutomationStore(({ tasks }) => tasks.some(({ status }) => isUnfinished(status)));
  const query = useMemo(() => historyQuery(filters), [filters]);
  useEffect(() => {
    void fetchHistory(query);
  }, [fetchHistory, query]);
  useEffect(() => {
    if (!goingOn) return undefined;
    const timer = setInterval(() => void refreshHistory(query), REFRESH_MS);
    return () => {
      clearInterval(timer);
    };
  }, [goingOn, refreshHistory, query]);
  return useCallback(() => {
    void fetchHistory(query);
  }, [fetchHistory, query]);
}

function Actions({ filters, reload }: Pick<ListProps, "filters" | "reload">) {
  const mayRun = useMayRun();
  return (
    <>
      {mayRun && canRerunFailed(filters) && <RerunFailed filters={filters} onDone={reload} />}
      <Button
        component="a"
        href={exportAddress(filters)}
        download
        variant="default"
        leftSection={<IconDownload size={16} aria-hidden />}
      >
        {t("runs.export")}
      </Button>
    </>
  );
}

/** Everything the rules did: find a run, see what came of it, run it again. */
export function ExecutionHistory() {
  const { params, change } = useUrlFilters();
  const filters = useMemo(() => runFiltersIn(params), [params]);
  const reload = useHistory(filters);
  return (
    <>
      <PageHeader
        title={t("runs.title")}
        lead={t("runs.lead")}
        actions={<Actions filters={filters} reload={reload} />}
      />
      <RunsToolbar filters={filters} onChange={change} />
      <RunsList filters={filters} onChange={change} reload={reload} />
    </>
  );
}
