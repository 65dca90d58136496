import { Badge, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type Column, DataTable } from "@/components/DataTable";
import { LinkText } from "@/components/LinkText";
import { Moment } from "@/components/Moment";
import { Pager } from "@/components/Pager";
import { ErrorState, LoadingList } from "@/components/states";
import { type Approval, asApiError } from "@/lib/api";
import { t } from "@/lib/i18n";

import { DECIDED_SHOWN, decidedQuery } from "./queries";

const COLORS = {
  pending: "ember",
  approved: "pine",
  rejected: "red",
  lapsed: "gray",
  withdrawn: "gray",
} as const;

const COLUMNS: readonly Column<Approval>[] = [
  {
    key: "title",
    header: t("approvals.col.title"),
    role: "lead",
    render: (approval) => (
      <div>
        <LinkText to={`/runs/${approval.run}`} fw={650} c="var(--mantine-color-text)">
          {approval.title}
        </LinkText>
        <Text size="xs" c="dimmed">
          {approval.rule_name}
        </Text>
      </div>
    ),
  },
  {
    key: "status",
    header: t("approvals.col.status"),
    render: ({ status, note }) => (
      <div>
        <Badge color={COLORS[status]}>{t(`approvalStatus.${status}`)}</Badge>
        {note !== "" && (
          <Text size="xs" c="dimmed" mt={4} maw="22rem" lineClamp={2}>
            {note}
          </Text>
        )}
      </div>
    ),
  },
  { key: "by", header: t("approvals.col.by"), render: ({ decided_by: by }) => by || "–" },
  {
    key: "when",
    header: t("approvals.col.when"),
    render: ({ decided_at: at, created_at: asked }) => <Moment at={at ?? asked} />,
  },
];

/** What was decided before, newest first; nothing where nothing was. */
export function DecidedList() {
  const [page, setPage] = useState(1);
  const { data, error, refetch } = useQuery(decidedQuery(page));
  if (error !== null) {
    return (
      <ErrorState
        error={asApiError(error, t("error.offline"))}
        onRetry={() => {
          void refetch();
        }}
      />
    );
  }
  if (data === undefined) return <LoadingList rows={3} />;
  if (data.count === 0) return null;
  return (
    <section>
      <Title order={2} size="h3" mb="sm">
        {t("approvals.decided")}
      </Title>
      <DataTable
        label={t("approvals.table")}
        rows={data.items}
        columns={COLUMNS}
        rowKey={({ id }) => id}
      />
      <Pager page={page} pageSize={DECIDED_SHOWN} count={data.count} onChange={setPage} />
    </section>
  );
}
