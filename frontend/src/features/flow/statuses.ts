/** A run on its rule: how each node stands, and which way was taken. */
import type { RunStatus, StepRun } from "@/lib/api";
import { definitionPath, type NodePath } from "@/lib/rule";

import { CONDITIONS, END, type Graph, type GraphEdge } from "./graph";
import type { FlowStatus, FlowStatuses } from "./types";

/** Of what runs for many items: the state that matters most. */
const WORST_FIRST: readonly RunStatus[] = [
  "running",
  "failed",
  "waiting",
  "pending",
  "cancelled",
  "completed",
  "skipped",
];

const rank = (status: RunStatus): number => WORST_FIRST.indexOf(status);

type Step = Pick<StepRun, "path" | "status"> & Partial<StepRun>;

const IS_GROUP = /\/(?:items|branches)\/\d+$/;

function secondsOf({ started_at: from, finished_at: to }: Step): number | undefined {
  if (!from || !to) return undefined;
  return Math.max(0, (new Date(to).getTime() - new Date(from).getTime()) / 1000);
}

function takenBy(step: Step): string[] | undefined {
  const taken: unknown = step.output?.taken ?? step.input?.taken;
  if (typeof taken !== "string") return undefined;
  return [taken === "else" ? taken : `${taken}/actions`];
}

function statusOf(step: Step): FlowStatus {
  const total = step.items_total ?? 0;
  return {
    status: step.status,
    progress: step.status === "running" ? step.progress : undefined,
    items: total > 1 ? { done: step.items_done ?? 0, total } : undefined,
    credits: step.credits,
    seconds: secondsOf(step),
    error: step.error?.message,
    taken: takenBy(step),
  };
}

const sum = (a = 0, b = 0): number => a + b;

/** Two records of the same node, of two items of the loop around it, as one. */
function together(a: FlowStatus, b: FlowStatus): FlowStatus {
  const first = rank(a.status as RunStatus) <= rank(b.status as RunStatus) ? a : b;
  return {
    status: first.status,
    progress: first.progress,
    credits: sum(a.credits, b.credits),
    seconds: sum(a.seconds, b.seconds),
    error: a.error ?? b.error,
    taken: a.taken || b.taken ? [...new Set([...(a.taken ?? []), ...(b.taken ?? [])])] : undefined,
  };
}

const SETTLED: ReadonlySet<string> = new Set(["completed", "skipped", "failed", "cancelled"]);

/** The statuses of a rule's nodes from the steps of a run; of nodes in loops with how many items are done. */
export function statusesOf(steps: readonly Step[]): FlowStatuses {
  const found = new Map<NodePath, FlowStatus>();
  const counts = new Map<NodePath, { done: number; total: number }>();
  for (const step of steps) {
    if (IS_GROUP.test(step.path)) continue;
    const path = definitionPath(step.path);
    const known = found.get(path);
    const status = statusOf(step);
    found.set(path, known ? together(known, status) : status);
    const { done, total } = counts.get(path) ?? { done: 0, total: 0 };
    counts.set(path, { done: done + (SETTLED.has(step.status) ? 1 : 0), total: total + 1 });
  }
  for (const [path, items] of counts) {
    const status = found.get(path);
    if (status && items.total > 1) found.set(path, { ...status, items });
  }
  return Object.fromEntries(found);
}

class Way {
  constructor(
    private readonly graph: Graph,
    private readonly statuses: FlowStatuses,
  ) {}

  reached(id: string): boolean {
    const status = this.statuses[id]?.status;
    return status !== undefined && status !== "pending" && status !== "idle";
  }

  /** Whether what leads on from a node was done: the node itself, or all inside of it. */
  left(id: string): boolean {
    const status = this.statuses[id.replace(/\/join$/, "")]?.status;
    return status === "completed" || status === "skipped";
  }

  /** Whether it went into this list at all. */
  entered({ way, at, target }: GraphEdge): boolean {
    if (way === null || at === null) return false;
    const taken = this.statuses[way.path]?.taken;
    if (taken && way.block !== "on_error")
      return taken.some((list) => at.list === `${way.path}/${list}`);
    return this.reached(target);
  }

  private handled(path: NodePath): boolean {
    return this.graph.edges.some(
      (edge) => edge.kind === "fail" && edge.way?.path === path && this.entered(edge),
    );
  }

  taken(edge: GraphEdge): boolean {
    if (edge.kind === "start") return Object.keys(this.statuses).length > 0;
    if (edge.kind === "pass") return this.left(edge.source) && !this.handled(edge.source);
    if (edge.kind === "merge") return this.left(edge.source);
    if (edge.way !== null) return this.entered(edge);
    if (edge.source === CONDITIONS) return this.reached(edge.target);
    return edge.target === END ? this.left(edge.source) : this.reached(edge.target);
  }
}

/** The ids of the edges that a run went along. */
export function takenEdges(graph: Graph, statuses: FlowStatuses): ReadonlySet<string> {
  const way = new Way(graph, statuses);
  return new Set(graph.edges.filter((edge) => way.taken(edge)).map(({ id }) => id));
}
