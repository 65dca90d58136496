import type { RunStatus, StepRun } from "@/lib/api";

type ProgressOf = Pick<StepRun, "progress" | "items_done" | "items_total">;

export interface ItemCount {
  done: number;
  total: number;
}

/** How many items of a step are done, where it has more than one to count. */
export function itemCount({ items_done: done, items_total: total }: ProgressOf): ItemCount | null {
  return total !== null && total > 1 ? { done, total } : null;
}

const SETTLED: ReadonlySet<RunStatus> = new Set(["completed", "skipped"]);

/** The actions of the rule itself: not those inside a branch or a loop, and not its conditions. */
export function outerActions(steps: readonly StepRun[]): StepRun[] {
  return steps.filter(({ path }) => path.startsWith("actions") && stepDepth(path) === 0);
}

export function settledCount(steps: readonly StepRun[]): number {
  return steps.filter(({ status }) => SETTLED.has(status)).length;
}

const CONTAINERS: ReadonlySet<string> = new Set(["branches", "else", "items", "on_error"]);

/** 0 for `actions/2`, 1 for `actions/2/branches/0/actions/1`, and so on. */
export function stepDepth(path: string): number {
  return path.split("/").filter((part) => CONTAINERS.has(part)).length;
}

/** "Generate ideas" for `generate_ideas`: for a step that brings no name. */
export function humanise(type: string): string {
  const words = type.replaceAll("_", " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function stepName(step: Pick<StepRun, "name" | "type">): string {
  return step.name === "" ? humanise(step.type) : step.name;
}

const inOrder = new Intl.Collator("en", { numeric: true });

function comparePaths(a: string, b: string): number {
  // Conditions come before the actions that they let through, handlers of the whole run after them.
  const rank = (path: string) => (path.startsWith("on_") ? 2 : path.startsWith("actions") ? 1 : 0);
  return rank(a) - rank(b) || inOrder.compare(a, b);
}

export type StepNews = Pick<StepRun, "path"> & Partial<StepRun>;

const BLANK: Omit<StepRun, "path"> = {
  id: "",
  type: "",
  name: "",
  status: "pending",
  attempt: 1,
  attempts: null,
  input: {},
  output: null,
  output_bytes: null,
  evaluation: null,
  error: null,
  note: "",
  credits: 0,
  reused: false,
  items_done: 0,
  items_total: null,
  progress: 0,
  resume_at: null,
  started_at: null,
  finished_at: null,
};

/** The steps with news about some of them merged in by path, in the order of the rule. */
export function mergeSteps(steps: readonly StepRun[], news: readonly StepNews[]): StepRun[] {
  const merged = new Map<string, StepRun>(steps.map((step) => [step.path, step]));
  for (const item of news) {
    merged.set(item.path, { ...(merged.get(item.path) ?? BLANK), ...item });
  }
  return [...merged.values()].sort((a, b) => comparePaths(a.path, b.path));
}
