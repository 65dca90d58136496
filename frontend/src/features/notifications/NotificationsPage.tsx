import { Button, NativeSelect, Paper, SegmentedControl, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { PageHeader } from "@/components/PageHeader";
import { Pager } from "@/components/Pager";
import { QueryView } from "@/components/QueryView";
import { SearchField } from "@/components/SearchField";
import type { Notice } from "@/lib/api";
import { t } from "@/lib/i18n";

import classes from "./notifications.module.css";
import { NoticeRow } from "./NoticeRow";
import { noticesPageQuery, NOTICES_SHOWN, useMarkRead, useUnreadCount } from "./queries";

type Severity = Notice["severity"];

const SEVERITIES: readonly Severity[] = ["error", "warning", "info"];

interface Filters {
  unread: boolean;
  severity: Severity | "";
  search: string;
  page: number;
}

const NONE: Filters = { unread: false, severity: "", search: "", page: 1 };

function useFilters() {
  const [filters, setFilters] = useState(NONE);
  const change = (part: Partial<Filters>) => {
    setFilters((before) => ({ ...before, page: 1, ...part }));
  };
  const { unread, severity, search, page } = filters;
  const query = useQuery(
    noticesPageQuery({
      page,
      page_size: NOTICES_SHOWN,
      ...(unread && { unread }),
      ...(severity !== "" && { severity }),
      ...(search !== "" && { search }),
    }),
  );
  return { filters, change, query };
}

interface FilterBarProps {
  filters: Filters;
  change: (part: Partial<Filters>) => void;
}

function FilterBar({ filters, change }: FilterBarProps) {
  return (
    <div className={classes.filters}>
      <SearchField
        label={t("notices.search")}
        onSearch={(search) => {
          change({ search });
        }}
      />
      <NativeSelect
        aria-label={t("notices.severity")}
        value={filters.severity}
        data={[
          { value: "", label: t("notices.severity.all") },
          ...SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`) })),
        ]}
        onChange={(event) => {
          const { value } = event.currentTarget;
          change({ severity: SEVERITIES.find((one) => one === value) ?? "" });
        }}
      />
      <SegmentedControl
        aria-label={t("notices.filter")}
        value={filters.unread ? "unread" : "all"}
        data={[
          { value: "all", label: t("notices.filter.all") },
          { value: "unread", label: t("notices.filter.unread") },
        ]}
        onChange={(value) => {
          change({ unread: value === "unread" });
        }}
      />
    </div>
  );
}

function Nothing({ filters }: { filters: Filters }) {
  const { unread, severity, search } = filters;
  const filtered = unread || severity !== "" || search !== "";
  return (
    <Paper p="lg" role="status">
      <Text c="dimmed">{t(filtered ? "notices.emptyFiltered" : "notices.empty")}</Text>
    </Paper>
  );
}

function ReadAll() {
  const { all } = useMarkRead();
  const unread = useUnreadCount();
  if (unread === 0) return null;
  return (
    <Button
      variant="default"
      loading={all.isPending}
      onClick={() => {
        all.mutate();
      }}
    >
      {t("notices.readAll")}
    </Button>
  );
}

/** Everything that was told, to look through. */
export function NotificationsPage() {
  const { filters, change, query } = useFilters();
  const { one } = useMarkRead();
  return (
    <>
      <PageHeader title={t("notices.title")} lead={t("notices.page.lead")} actions={<ReadAll />} />
      <FilterBar filters={filters} change={change} />
      <QueryView query={query} rows={6}>
        {({ items, count }) => (
          <>
            {items.length === 0 ? (
              <Nothing filters={filters} />
            ) : (
              <Paper className={classes.frame}>
                <ul className={classes.list} aria-label={t("notices.title")}>
                  {items.map((notice) => (
                    <NoticeRow key={notice.id} notice={notice} onRead={one.mutate} />
                  ))}
                </ul>
              </Paper>
            )}
            <Pager
              page={filters.page}
              pageSize={NOTICES_SHOWN}
              count={count}
              onChange={(page) => {
                change({ page });
              }}
            />
          </>
        )}
      </QueryView>
    </>
  );
}
