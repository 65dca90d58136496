import type { Idea, IdeaDecision, IdeaStatus } from "@/lib/api";

/** The columns of the board, in the order of an idea's life; the last two are off the road. */
export const STATUSES = ["new", "approved", "planned", "rejected", "duplicate"] as const;

/** What people decide; the other statuses follow from what happens to an idea. */
export const DECISIONS = ["new", "approved", "rejected"] as const;

export type IdeaColumns = Readonly<Record<IdeaStatus, readonly Idea[]>>;
export type Moves = Readonly<Record<string, IdeaDecision>>;

export const isDecision = (status: string): status is IdeaDecision =>
  DECISIONS.some((decision) => decision === status);

/**
 * Where a person may put an idea. What is planned has its brief locked; what repeats another topic has no
 * brief, so that it can only be put aside.
 */
export function movesOf({ status, brief }: Pick<Idea, "status" | "brief">): IdeaDecision[] {
  if (status === "planned") return [];
  if (status === "duplicate") return ["rejected"];
  const hasBrief = Object.keys(brief).length > 0;
  return DECISIONS.filter((to) => to !== status && (to !== "approved" || hasBrief));
}

export const mayMove = (idea: Pick<Idea, "status" | "brief">, to: string): to is IdeaDecision =>
  isDecision(to) && movesOf(idea).includes(to);

/** The columns as they will be once the server has answered: what was moved stands on top of its new one. */
export function withMoves(columns: IdeaColumns, moves: Moves): IdeaColumns {
  const all = STATUSES.flatMap((status) => columns[status]);
  const moved = all.flatMap((idea) => {
    const to = moves[idea.id];
    return to === undefined || to === idea.status ? [] : [{ ...idea, status: to }];
  });
  const gone = new Set(moved.map(({ id }) => id));
  const shown = STATUSES.map((status) => {
    const arrived = moved.filter((idea) => idea.status === status);
    return [status, [...arrived, ...columns[status].filter(({ id }) => !gone.has(id))]] as const;
  });
  return Object.fromEntries(shown) as Record<IdeaStatus, readonly Idea[]>;
}
