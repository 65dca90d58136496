import { Button, Text } from "@mantine/core";
import { useState } from "react";

import { type Column, DataTable } from "@/components/DataTable";
import { LinkText } from "@/components/LinkText";
import { SelectionBar } from "@/components/SelectionBar";
import { useSelection } from "@/components/useSelection";
import { useMayRun } from "@/features/account";
import type { Cluster } from "@/lib/api";
import { formatNumber } from "@/lib/format";
import { t } from "@/lib/i18n";

import { ClusterStatus, IntentBadge } from "./badges";
import { ClusterDemand, Unknown } from "./demand";
import { MergeDialog } from "./MergeDialog";

const keyOf = ({ id }: Cluster) => id;

const COLUMNS: readonly Column<Cluster>[] = [
  {
    key: "name",
    header: t("clusters.col.name"),
    role: "lead",
    sortKey: "name",
    render: ({ id, name, head_keyword: head }) => (
      <div>
        <LinkText to={`/clusters/${id}`} fw={650} c="var(--mantine-color-text)">
          {name}
        </LinkText>
        {head !== name && (
          <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
            {head}
          </Text>
        )}
      </div>
    ),
  },
  {
    key: "intent",
    header: t("clusters.col.intent"),
    render: ({ intent }) => <IntentBadge intent={intent} />,
  },
  {
    key: "keywords",
    header: t("clusters.col.keywords"),
    align: "end",
    sortKey: "keyword_count",
    render: ({ keyword_count: count }) => formatNumber(count),
  },
  {
    key: "demand",
    header: t("keywords.col.volume"),
    align: "end",
    sortKey: "demand",
    render: (cluster) => <ClusterDemand cluster={cluster} />,
  },
  {
    key: "difficulty",
    header: t("keywords.col.difficulty"),
    align: "end",
    sortKey: "difficulty",
    render: ({ difficulty }) =>
      difficulty === null ? <Unknown /> : formatNumber(Math.round(difficulty)),
  },
  {
    key: "status",
    header: t("clusters.col.status"),
    render: ({ status }) => <ClusterStatus status={status} />,
  },
];

interface ClustersTableProps {
  clusters: readonly Cluster[];
  sort: string;
  onSort: (sort: string) => void;
  busy: boolean;
}

/** The clusters; several can be merged into one. */
export function ClustersTable({ clusters, sort, onSort, busy }: ClustersTableProps) {
  const mayEdit = useMayRun();
  const selection = useSelection(clusters, keyOf);
  const [merging, setMerging] = useState<readonly Cluster[]>([]);
  return (
    <>
      <DataTable
        label={t("clusters.table")}
        rows={clusters}
        columns={COLUMNS}
        rowKey={keyOf}
        sort={sort}
        onSort={onSort}
        busy={busy}
        {...(mayEdit && {
          selection: {
            selected: selection.selected,
            onChange: selection.set,
            nameOf: ({ name }: Cluster) => name,
          },
        })}
      />
      <SelectionBar count={selection.rows.length} onClear={selection.clear}>
        {selection.rows.length > 1 ? (
          <Button
            size="xs"
            onClick={() => {
              setMerging(selection.rows);
            }}
          >
            {t("clusters.merge")}
          </Button>
        ) : (
          <Text size="sm" c="dimmed">
            {t("clusters.merge.two")}
          </Text>
        )}
      </SelectionBar>
      <MergeDialog
        clusters={merging}
        onClose={() => {
          setMerging([]);
        }}
        onDone={() => {
          setMerging([]);
          selection.clear();
        }}
      />
    </>
  );
}
