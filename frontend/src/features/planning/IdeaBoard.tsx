import { DndContext, type DragEndEvent, DragOverlay } from "@dnd-kit/core";
import { Text } from "@mantine/core";
import { keepPreviousData, useQueries } from "@tanstack/react-query";
import { useState } from "react";

import { ErrorState } from "@/components/states";
import { useMayRun } from "@/features/account";
import { asApiError, type Idea, type IdeaStatus } from "@/lib/api";
import { t } from "@/lib/i18n";

import classes from "./board.module.css";
import { announcementsFor, columnUnder, useBoardSensors } from "./boardDnd";
import { IdeaFace } from "./IdeaCard";
import { IdeaColumn } from "./IdeaColumn";
import { type IdeaColumns, mayMove, STATUSES, withMoves } from "./ideaMoves";
import type { IdeaFilters } from "./ideas.api";
import { ideasQuery } from "./queries";
import { useMoveIdeas } from "./useMoveIdeas";

const AT_FIRST = 30;
const MORE = 30;
/** The most that the API gives at once; the list has the rest. */
const MOST = 200;

type Shown = Readonly<Record<IdeaStatus, number>>;
export type BoardFilters = Omit<IdeaFilters, "page" | "page_size" | "status" | "ordering">;

const START = Object.fromEntries(STATUSES.map((status) => [status, AT_FIRST])) as Shown;

function useColumns(filters: BoardFilters) {
  const [shown, setShown] = useState(START);
  const queries = useQueries({
    queries: STATUSES.map((status) => ({
      ...ideasQuery({ ...filters, status, page: 1, page_size: shown[status], ordering: "-demand" }),
      placeholderData: keepPreviousData,
    })),
  });
  const pages = new Map(STATUSES.map((status, index) => [status, queries[index]?.data] as const));
  const ideas = STATUSES.map((status) => [status, pages.get(status)?.items ?? []] as const);
  return {
    columns: Object.fromEntries(ideas) as Record<IdeaStatus, Idea[]>,
    error: queries.find(({ error }) => error !== null)?.error ?? null,
    loaded: (status: IdeaStatus) => pages.get(status) !== undefined,
    count: (status: IdeaStatus) => pages.get(status)?.count ?? 0,
    more: (status: IdeaStatus) => {
      const count = pages.get(status)?.count ?? 0;
      if (count <= shown[status] || shown[status] >= MOST) return null;
      return () => {
        setShown({ ...shown, [status]: Math.min(MOST, shown[status] + MORE) });
      };
    },
    retry: () => {
      for (const query of queries) if (query.error !== null) void query.refetch();
    },
  };
}

/** How many a column has in all once what was moved has arrived. */
function countAfter(status: IdeaStatus, before: IdeaColumns, after: IdeaColumns, count: number): number {
  return count + after[status].length - before[status].length;
}

interface IdeaBoardProps {
  filters: BoardFilters;
  onOpen: (idea: Idea) => void;
}

/** The ideas by what was decided about them; deciding is putting a card into another column. */
export function IdeaBoard({ filters, onOpen }: IdeaBoardProps) {
  const mayDecide = useMayRun();
  const board = useColumns(filters);
  const { moves, move } = useMoveIdeas();
  const [carriedId, setCarriedId] = useState<string | null>(null);
  const sensors = useBoardSensors();
  const shown = withMoves(board.columns, moves);
  const ideaOf = (id: string) =>
    STATUSES.flatMap((status) => shown[status]).find((idea) => idea.id === id);
  const carried = carriedId === null ? undefined : ideaOf(carriedId);

  const drop = ({ over }: DragEndEvent) => {
    setCarriedId(null);
    const to = String(over?.id ?? "");
    if (carried && mayMove(carried, to)) move([carried], to);
  };
  if (board.error !== null) {
    return <ErrorState error={asApiError(board.error, t("error.offline"))} onRetry={board.retry} />;
  }
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={columnUnder}
      accessibility={{
        announcements: announcementsFor(ideaOf),
        screenReaderInstructions: { draggable: t("board.how") },
      }}
      onDragStart={({ active }) => {
        setCarriedId(String(active.id));
      }}
      onDragEnd={drop}
      onDragCancel={() => {
        setCarriedId(null);
      }}
    >
      <div className={classes.scroll} role="region" aria-label={t("board.label")} tabIndex={0}>
        <div className={classes.board}>
          {STATUSES.filter((status) => status !== "duplicate" || board.count(status) > 0).map(
            (status) => (
              <IdeaColumn
                key={status}
                status={status}
                ideas={board.loaded(status) ? shown[status] : undefined}
                count={countAfter(status, board.columns, shown, board.count(status))}
                takes={carried ? status === carried.status || mayMove(carried, status) : null}
                mayDecide={mayDecide}
                onMore={board.more(status)}
                onMove={(idea, to) => {
                  move([idea], to);
                }}
                onOpen={onOpen}
              />
            ),
          )}
        </div>
      </div>
      <DragOverlay>
        {carried && (
          <div className={`${classes.card} ${classes.carried}`}>
            <Text className={classes.title}>{carried.title}</Text>
            <IdeaFace idea={carried} />
          </div>
        )}
      </DragOverlay>
    </DndContext>
  );
}
