import { Button, Group, Text, UnstyledButton } from "@mantine/core";

import { type Column, DataTable } from "@/components/DataTable";
import { SelectionBar } from "@/components/SelectionBar";
import { useSelection } from "@/components/useSelection";
import { useMayRun } from "@/features/account";
import type { Idea, IdeaDecision } from "@/lib/api";
import { formatNumber } from "@/lib/format";
import { t } from "@/lib/i18n";

import { IdeaStatusBadge, IntentBadge } from "./badges";
import board from "./board.module.css";
import { contentType } from "./IdeaCard";
import { movesOf } from "./ideaMoves";
import { type MoveIdeas, useMoveIdeas } from "./useMoveIdeas";

const keyOf = ({ id }: Idea) => id;

interface DecideProps {
  idea: Idea;
  move: MoveIdeas["move"];
}

/** The decision with one click; the way back is in the drawer and on the board. */
function Decide({ idea, move }: DecideProps) {
  const offered = movesOf(idea).filter((to) => to !== "new");
  if (offered.length === 0) return null;
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      {offered.map((to) => (
        <Button
          key={to}
          size="compact-sm"
          variant={to === "approved" ? "light" : "default"}
          aria-label={t(`ideas.toNamed.${to}`, { title: idea.title })}
          onClick={() => {
            move([idea], to);
          }}
        >
          {t(`ideas.to.${to}`)}
        </Button>
      ))}
    </Group>
  );
}

function columnsFor(
  onOpen: (idea: Idea) => void,
  move: MoveIdeas["move"] | null,
): readonly Column<Idea>[] {
  const columns: (Column<Idea> | false)[] = [
    {
      key: "title",
      header: t("ideas.col.title"),
      role: "lead",
      sortKey: "title",
      render: (idea) => (
        <div>
          <UnstyledButton
            className={board.title}
            onClick={() => {
              onOpen(idea);
            }}
          >
            {idea.title}
          </UnstyledButton>
          <Text size="sm" c="dimmed" className={board.keyphrase}>
            {idea.target_keyphrase}
          </Text>
          {idea.duplicate_of !== "" && (
            <Text size="sm" className={board.duplicate}>
              {t("ideas.repeats", { what: idea.duplicate_of })}
            </Text>
          )}
        </div>
      ),
    },
    {
      key: "status",
      header: t("ideas.col.status"),
      sortKey: "status",
      render: ({ status }) => <IdeaStatusBadge status={status} />,
    },
    {
      key: "intent",
      header: t("clusters.col.intent"),
      render: ({ intent }) => <IntentBadge intent={intent} />,
    },
    {
      key: "type",
      header: t("ideas.col.type"),
      render: ({ content_type: type }) => contentType(type),
    },
    {
      key: "demand",
      header: t("ideas.col.demand"),
      align: "end",
      sortKey: "demand",
      render: ({ demand }) => <span title={t("ideas.demand.text")}>{formatNumber(demand)}</span>,
    },
    move !== null && {
      key: "decide",
      header: t("planning.actions"),
      headerHidden: true,
      align: "end",
      role: "wide",
      render: (idea) => <Decide idea={idea} move={move} />,
    },
  ];
  return columns.filter((column) => column !== false);
}

interface BulkProps {
  ideas: readonly Idea[];
  onMove: (to: IdeaDecision) => void;
  pending: boolean;
}

function BulkButtons({ ideas, onMove, pending }: BulkProps) {
  return (["approved", "rejected"] as const).map((to) => (
    <Button
      key={to}
      size="xs"
      variant={to === "approved" ? "filled" : "default"}
      loading={pending}
      disabled={!ideas.some((idea) => movesOf(idea).includes(to))}
      onClick={() => {
        onMove(to);
      }}
    >
      {t(`ideas.to.${to}`)}
    </Button>
  ));
}

interface IdeasTableProps {
  ideas: readonly Idea[];
  sort: string;
  onSort: (sort: string) => void;
  busy: boolean;
  onOpen: (idea: Idea) => void;
}

/** The ideas as a list: the same decisions, one by one or for all that are chosen. */
export function IdeasTable({ ideas, sort, onSort, busy, onOpen }: IdeasTableProps) {
  const mayDecide = useMayRun();
  const { moves, move, moving } = useMoveIdeas();
  const shown = ideas.map((idea) => ({ ...idea, status: moves[idea.id] ?? idea.status }));
  const selection = useSelection(shown, keyOf);
  return (
    <>
      <DataTable
        label={t("ideas.table")}
        rows={shown}
        columns={columnsFor(onOpen, mayDecide ? move : null)}
        rowKey={keyOf}
        sort={sort}
        onSort={onSort}
        busy={busy}
        {...(mayDecide && {
          selection: {
            selected: selection.selected,
            onChange: selection.set,
            nameOf: ({ title }: Idea) => title,
          },
        })}
      />
      <SelectionBar count={selection.rows.length} onClear={selection.clear}>
        <BulkButtons
          ideas={selection.rows}
          pending={moving}
          onMove={(to) => {
            move(selection.rows, to);
            selection.clear();
          }}
        />
      </SelectionBar>
    </>
  );
}
