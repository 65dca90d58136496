import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import type { Idea, IdeaDecision } from "@/lib/api";
import { t } from "@/lib/i18n";

import { ideasApi } from "./ideas.api";
import { type Moves, movesOf } from "./ideaMoves";
import { PLANNING } from "./queries";
import { tellSkipped } from "./tellSkipped";

interface Move {
  ideas: readonly Idea[];
  to: IdeaDecision;
}

const without = (moves: Moves, ids: readonly string[]): Moves =>
  Object.fromEntries(Object.entries(moves).filter(([id]) => !ids.includes(id)));

/**
 * Decides about ideas. They are shown where they are going at once (`moves`), and come back where the
 * server refuses; its lists are read anew either way.
 */
export function useMoveIdeas() {
  const client = useQueryClient();
  const [moves, setMoves] = useState<Moves>({});
  const decide = useMutation({
    mutationFn: ({ ideas, to }: Move) =>
      ideasApi.decide(
        ideas.map(({ id }) => id),
        to,
      ),
    onMutate: ({ ideas, to }) => {
      setMoves((before) => ({ ...before, ...Object.fromEntries(ideas.map(({ id }) => [id, to])) }));
    },
    onSuccess: tellSkipped,
    onError: (error) => {
      notifications.show({ color: "red", title: t("planning.notDone"), message: error.message });
    },
    onSettled: async (_, __, { ideas }) => {
      await client.invalidateQueries({ queryKey: PLANNING });
      setMoves((before) =>
        without(
          before,
          ideas.map(({ id }) => id),
        ),
      );
    },
  });
  const move = (ideas: readonly Idea[], to: IdeaDecision) => {
    const movable = ideas.filter((idea) => movesOf(idea).includes(to));
    if (movable.length > 0) decide.mutate({ ideas: movable, to });
  };
  return { moves, move, moving: decide.isPending };
}

export type MoveIdeas = ReturnType<typeof useMoveIdeas>;
