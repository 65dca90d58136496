import { Button, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { IconWorldUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Link } from "react-router";

import { type Column, DataTable } from "@/components/DataTable";
import { LinkText } from "@/components/LinkText";
import { Moment } from "@/components/Moment";
import { Pager } from "@/components/Pager";
import { QueryView } from "@/components/QueryView";
import { EmptyState } from "@/components/states";
import type { Connection, Content, Publication } from "@/lib/api";
import { t } from "@/lib/i18n";

import { PublicationLinks, PublicationStatus, PublishedVersion, Remarks } from "./PublicationCells";
import { connectionsQuery, publicationsQuery, publishedArticlesQuery } from "./queries";

const PAGE_SIZE = 50;
const STATES = ["publish", "future", "draft", "pending"] as const;

/** A publication with the article and the target that it is about, as far as they are known. */
interface Row {
  publication: Publication;
  article: Content | null;
  target: string;
}

function titleOf({ article }: Row): string {
  return article?.title ?? t("publications.gone");
}

const COLUMNS: readonly Column<Row>[] = [
  {
    key: "article",
    header: t("publications.col.article"),
    role: "lead",
    render: (row) =>
      row.article === null ? (
        <Text c="dimmed">{t("publications.gone")}</Text>
      ) : (
        <LinkText to={`/articles/${row.article.id}`} fw={650} c="var(--mantine-color-text)">
          {row.article.title}
        </LinkText>
      ),
  },
  { key: "target", header: t("publications.col.target"), render: ({ target }) => target },
  {
    key: "status",
    header: t("publications.col.status"),
    render: ({ publication }) => (
      <Group gap={6}>
        <PublicationStatus status={publication.status} />
        <Remarks warnings={publication.warnings} />
      </Group>
    ),
  },
  {
    key: "version",
    header: t("publications.col.version"),
    render: ({ publication, article }) => (
      <PublishedVersion version={publication.version} current={article?.version ?? null} />
    ),
  },
  {
    key: "when",
    header: t("publications.col.when"),
    render: ({ publication }) => <Moment at={publication.published_at ?? publication.created_at} />,
  },
  {
    key: "links",
    header: t("publications.col.links"),
    align: "end",
    render: (row) => (
      <PublicationLinks publication={row.publication} title={titleOf(row)} target={row.target} />
    ),
  },
];

/** What the rows are about, read by their ids in one request. */
function useRows(publications: readonly Publication[], connections: readonly Connection[]): Row[] {
  const ids = useMemo(
    () => [...new Set(publications.map(({ object_id: id }) => id))].toSorted(),
    [publications],
  );
  const { data: articles = [] } = useQuery(publishedArticlesQuery(ids));
  return publications.map((publication) => ({
    publication,
    article: articles.find(({ id }) => id === publication.object_id) ?? null,
    target: connections.find(({ id }) => id === publication.connection)?.name ?? "–",
  }));
}

interface TableProps {
  publications: readonly Publication[];
  connections: readonly Connection[];
  busy: boolean;
}

function Table({ publications, connections, busy }: TableProps) {
  const rows = useRows(publications, connections);
  return (
    <DataTable
      label={t("publications.table")}
      rows={rows}
      columns={COLUMNS}
      rowKey={({ publication }) => publication.id}
      busy={busy}
    />
  );
}

function None({ filtered }: { filtered: boolean }) {
  if (filtered) {
    return (
      <EmptyState icon={<IconWorldUpload size={26} />} title={t("publications.none.filtered")} text="" />
    );
  }
  return (
    <EmptyState
      icon={<IconWorldUpload size={26} />}
      title={t("publications.none.title")}
      text={t("publications.none.text")}
      action={
        <Button component={Link} to="/rules">
          {t("publications.rules")}
        </Button>
      }
    />
  );
}

function useFilters(siteId: string) {
  const [page, setPage] = useState(1);
  const [connection, setConnection] = useState("");
  const [status, setStatus] = useState("");
  const filters = {
    page,
    page_size: PAGE_SIZE,
    site: siteId,
    ...(connection !== "" && { connection }),
    ...(status !== "" && { status }),
  };
  const first =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      setPage(1);
      set(value);
    };
  return {
    filters,
    page,
    setPage,
    connection,
    status,
    filtered: connection !== "" || status !== "",
    setConnection: first(setConnection),
    setStatus: first(setStatus),
  };
}

interface FilterBarProps {
  state: ReturnType<typeof useFilters>;
  connections: readonly Connection[];
}

function FilterBar({ state, connections }: FilterBarProps) {
  return (
    <Group gap="sm">
      <NativeSelect
        aria-label={t("publications.col.target")}
        value={state.connection}
        data={[
          { value: "", label: t("publications.filter.target") },
          ...connections.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(event) => {
          state.setConnection(event.currentTarget.value);
        }}
      />
      <NativeSelect
        aria-label={t("publications.col.status")}
        value={state.status}
        data={[
          { value: "", label: t("publications.filter.status") },
          ...STATES.map((value) => ({ value, label: t(`publication.status.${value}`) })),
        ]}
        onChange={(event) => {
          state.setStatus(event.currentTarget.value);
        }}
      />
    </Group>
  );
}

/** Every article at every target of a site. */
export function Publications({ siteId }: { siteId: string }) {
  const state = useFilters(siteId);
  const { data: connections = [] } = useQuery(connectionsQuery(siteId));
  const query = useQuery(publicationsQuery(state.filters));
  return (
    <Stack gap="md">
      <Text c="dimmed">{t("publications.lead")}</Text>
      <FilterBar state={state} connections={connections} />
      <QueryView query={query}>
        {({ items, count }) =>
          items.length === 0 ? (
            <None filtered={state.filtered} />
          ) : (
            <div>
              <Table publications={items} connections={connections} busy={query.isPlaceholderData} />
              <Pager page={state.page} pageSize={PAGE_SIZE} count={count} onChange={state.setPage} />
            </div>
          )
        }
      </QueryView>
    </Stack>
  );
}
