import { Paper, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type Column, DataTable } from "@/components/DataTable";
import { Pager } from "@/components/Pager";
import { QueryView } from "@/components/QueryView";
import type { AuditEntry } from "@/lib/api";
import { formatDateTime } from "@/lib/format";
import { t } from "@/lib/i18n";

import { AUDIT_SHOWN, auditQuery } from "./queries";

/** "limit: 5, name: A": an entry's details in one line. */
export function detailText(detail: AuditEntry["detail"]): string {
  return Object.entries(detail)
    .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ");
}

const COLUMNS: readonly Column<AuditEntry>[] = [
  {
    key: "action",
    header: t("audit.col.action"),
    role: "lead",
    render: ({ action }) => <Text fw={600}>{action}</Text>,
  },
  { key: "actor", header: t("audit.col.actor"), render: ({ actor }) => actor },
  { key: "at", header: t("audit.col.at"), render: ({ created_at: at }) => formatDateTime(at) },
  {
    key: "detail",
    header: t("audit.col.detail"),
    render: ({ detail }) => (
      <Text size="sm" lineClamp={3} style={{ overflowWrap: "anywhere" }}>
        {detailText(detail)}
      </Text>
    ),
  },
];

/** Who has changed what, newest first. */
export function AuditPage() {
  const [page, setPage] = useState(1);
  const query = useQuery(auditQuery(page));
  return (
    <section>
      <Title order={2} size="h3" mb={4}>
        {t("audit.title")}
      </Title>
      <Text c="dimmed" mb="md">
        {t("audit.lead")}
      </Text>
      <QueryView query={query} rows={8}>
        {({ items, count }) =>
          items.length === 0 ? (
            <Paper p="lg">
              <Text c="dimmed">{t("audit.empty")}</Text>
            </Paper>
          ) : (
            <>
              <DataTable
                label={t("audit.title")}
                rows={items}
                columns={COLUMNS}
                rowKey={({ id }) => id}
                busy={query.isPlaceholderData}
              />
              <Pager page={page} pageSize={AUDIT_SHOWN} count={count} onChange={setPage} />
            </>
          )
        }
      </QueryView>
    </section>
  );
}
