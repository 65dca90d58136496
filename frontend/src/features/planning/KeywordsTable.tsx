import { Text } from "@mantine/core";

import { type Column, DataTable } from "@/components/DataTable";
import { LinkText } from "@/components/LinkText";
import { SelectionBar } from "@/components/SelectionBar";
import { useSelection } from "@/components/useSelection";
import { useMayRun } from "@/features/account";
import type { Keyword } from "@/lib/api";
import { t } from "@/lib/i18n";

import { KeywordStatus } from "./badges";
import { measureOf } from "./demand";
import {
  type KeywordActions,
  KeywordBulkButtons,
  KeywordDialogs,
  KeywordMenu,
  useKeywordActions,
} from "./KeywordActions";
import { DifficultyCell, IntentCell, TextCell, VolumeCell } from "./keywordCells";

const keyOf = ({ id }: Keyword) => id;

function ClusterCell({ keyword }: { keyword: Keyword }) {
  if (keyword.cluster === null) return <KeywordStatus status={keyword.status} />;
  return <LinkText to={`/clusters/${keyword.cluster}`}>{keyword.cluster_name ?? ""}</LinkText>;
}

function columnsFor(
  mayEdit: boolean,
  withCluster: boolean,
  actions: KeywordActions,
): readonly Column<Keyword>[] {
  const cell = { mayEdit };
  const columns: (Column<Keyword> | false)[] = [
    {
      key: "text",
      header: t("keywords.col.text"),
      role: "lead",
      sortKey: "text",
      render: (keyword) => <TextCell keyword={keyword} {...cell} />,
    },
    withCluster && {
      key: "cluster",
      header: t("keywords.col.cluster"),
      render: (keyword) => <ClusterCell keyword={keyword} />,
    },
    {
      key: "intent",
      header: t("keywords.col.intent"),
      render: (keyword) => <IntentCell keyword={keyword} {...cell} />,
    },
    {
      key: "volume",
      header: t("keywords.col.volume"),
      align: "end",
      sortKey: "demand",
      render: (keyword) => <VolumeCell keyword={keyword} {...cell} />,
    },
    {
      key: "difficulty",
      header: t("keywords.col.difficulty"),
      align: "end",
      sortKey: "difficulty",
      render: (keyword) => <DifficultyCell keyword={keyword} {...cell} />,
    },
    mayEdit && {
      key: "menu",
      header: t("planning.actions"),
      headerHidden: true,
      align: "end",
      role: "wide",
      render: (keyword) => <KeywordMenu keyword={keyword} actions={actions} />,
    },
  ];
  return columns.filter((column) => column !== false);
}

/** Said once above the table where none of its numbers is a search volume. */
function ImpressionsNote({ keywords }: { keywords: readonly Keyword[] }) {
  const measures = keywords.map(measureOf);
  if (!measures.includes("impressions") || measures.includes("searches")) return null;
  return (
    <Text size="sm" c="dimmed" mb="sm">
      {t("demand.note")}
    </Text>
  );
}

interface KeywordsTableProps {
  keywords: readonly Keyword[];
  sort: string;
  onSort: (sort: string) => void;
  busy: boolean;
  /** Not where all are of one cluster. */
  withCluster?: boolean;
}

/** Keywords that can be changed where they stand, alone or many at once. */
export function KeywordsTable({ keywords, sort, onSort, busy, withCluster = true }: KeywordsTableProps) {
  const mayEdit = useMayRun();
  const selection = useSelection(keywords, keyOf);
  const actions = useKeywordActions(selection.clear);
  return (
    <>
      <ImpressionsNote keywords={keywords} />
      <DataTable
        label={t("keywords.table")}
        rows={keywords}
        columns={columnsFor(mayEdit, withCluster, actions)}
        rowKey={keyOf}
        sort={sort}
        onSort={onSort}
        busy={busy}
        {...(mayEdit && {
          selection: {
            selected: selection.selected,
            onChange: selection.set,
            nameOf: ({ text }: Keyword) => text,
          },
        })}
      />
      <SelectionBar count={selection.rows.length} onClear={selection.clear}>
        <KeywordBulkButtons keywords={selection.rows} actions={actions} />
      </SelectionBar>
      <KeywordDialogs actions={actions} />
    </>
  );
}
