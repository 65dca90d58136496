import { Button, Text, UnstyledButton } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { type Column, DataTable } from "@/components/DataTable";
import { LinkText } from "@/components/LinkText";
import { Moment } from "@/components/Moment";
import { PageHeader } from "@/components/PageHeader";
import { Pager } from "@/components/Pager";
import { SearchField } from "@/components/SearchField";
import { EmptyState } from "@/components/states";
import { useCurrentSite } from "@/features/account";
import type { WritingTask } from "@/lib/api";
import { formatNumber } from "@/lib/format";
import { t } from "@/lib/i18n";

import { TaskStatusBadge } from "./badges";
import board from "./board.module.css";
import { FilterSelect } from "./FilterSelect";
import { contentType } from "./IdeaCard";
import { ListBody } from "./ListBody";
import classes from "./planning.module.css";
import { tasksQuery } from "./queries";
import { TaskDrawer } from "./TaskDrawer";
import { filtersOf, type ListParams, useListParams } from "./useListParams";

const PAGE_SIZE = 50;
const STATUSES = ["waiting", "written", "cancelled"] as const;
const FILTERS = ["status", "idea"] as const;

const columnsFor = (onOpen: (task: WritingTask) => void): readonly Column<WritingTask>[] => [
  {
    key: "title",
    header: t("tasks.col.title"),
    role: "lead",
    sortKey: "title",
    render: (task) => (
      <div>
        <UnstyledButton
          className={board.title}
          onClick={() => {
            onOpen(task);
          }}
        >
          {task.title}
        </UnstyledButton>
        <Text size="sm" c="dimmed" className={board.keyphrase}>
          {task.target_keyphrase}
        </Text>
      </div>
    ),
  },
  {
    key: "status",
    header: t("tasks.col.status"),
    render: ({ status }) => <TaskStatusBadge status={status} />,
  },
  {
    key: "type",
    header: t("ideas.col.type"),
    render: ({ content_type: type }) => contentType(type),
  },
  {
    key: "priority",
    header: t("tasks.col.priority"),
    align: "end",
    sortKey: "demand",
    render: ({ demand }) => formatNumber(demand),
  },
  {
    key: "created",
    header: t("tasks.col.created"),
    sortKey: "created_at",
    render: ({ created_at: at }) => <Moment at={at} />,
  },
  {
    key: "article",
    header: t("tasks.col.article"),
    render: ({ content, title }) =>
      content === null ? (
        <span>–</span>
      ) : (
        <LinkText to={`/articles/${content}`} aria-label={t("tasks.openNamed", { title })}>
          {t("tasks.open")}
        </LinkText>
      ),
  },
];

function NoTasks({ params }: { params: ListParams }) {
  const icon = <IconPencil size={26} />;
  const { search } = params;
  if (search !== "") return <EmptyState icon={icon} title={t("tasks.noMatch", { search })} text="" />;
  if (Object.keys(filtersOf(params, FILTERS)).length > 0) {
    return <EmptyState icon={icon} title={t("tasks.noneSuch")} text="" />;
  }
  return (
    <EmptyState
      icon={icon}
      title={t("tasks.empty.title")}
      text={t("tasks.empty.text")}
      action={
        <Button component={Link} to="/ideas">
          {t("tasks.empty.action")}
        </Button>
      }
    />
  );
}

function Filters({ params }: { params: ListParams }) {
  return (
    <div className={classes.filters}>
      <SearchField
        label={t("tasks.search")}
        initial={params.search}
        onSearch={(search) => {
          params.set({ search });
        }}
      />
      <FilterSelect
        label={t("tasks.col.status")}
        all={t("tasks.allStatuses")}
        value={params.get("status")}
        choices={STATUSES.map((value) => ({ value, label: t(`taskStatus.${value}`) }))}
        onChange={(status) => {
          params.set({ status, idea: null });
        }}
      />
    </div>
  );
}

export function TasksPage() {
  const params = useListParams("-demand");
  const site = useCurrentSite();
  const { page, search, sort } = params;
  const tasks = useQuery(
    tasksQuery({
      page,
      page_size: PAGE_SIZE,
      ordering: sort,
      ...filtersOf(params, FILTERS),
      ...(site && { site: site.id }),
      ...(search !== "" && { search }),
    }),
  );
  const keepPage = { page: String(page) };
  return (
    <>
      <PageHeader title={t("tasks.title")} lead={t("tasks.lead")} />
      <Filters params={params} />
      <ListBody query={tasks} empty={<NoTasks params={params} />}>
        {({ items, count }, busy) => (
          <>
            <DataTable
              label={t("tasks.title")}
              rows={items}
              columns={columnsFor(({ id }) => {
                params.set({ task: id, ...keepPage });
              })}
              rowKey={({ id }) => id}
              sort={sort}
              busy={busy}
              onSort={(next) => {
                params.set({ sort: next });
              }}
            />
            <Pager
              page={page}
              pageSize={PAGE_SIZE}
              count={count}
              onChange={(next) => {
                params.set({ page: String(next) });
              }}
            />
          </>
        )}
      </ListBody>
      <TaskDrawer
        taskId={params.get("task")}
        onClose={() => {
          params.set({ task: null, ...keepPage });
        }}
      />
    </>
  );
}
