import type { RunStatus, StepRun } from "@/lib/api";

type ProgressOf = Pick<StepRun, "status" | "progress">;

export interface ItemCount {
  done: number;
  total: number;
}

/** How many items of a step are done, where the step counts items. */
export function itemCount(step: ProgressOf): ItemCount | null {
  const { progress } = step;
  if (typeof progress !== "object" || progress === null) return null;
  return progress.total > 0 ? { done: progress.done, total: progress.total } : null;
}

const SETTLED: ReadonlySet<RunStatus> = new Set(["completed", "skipped"]);

/** How far a step is, from 0 to 100. */
export function stepPercent(step: ProgressOf): number {
  if (SETTLED.has(step.status)) return 100;
  if (typeof step.progress === "number") return Math.min(100, Math.max(0, step.progress));
  const items = itemCount(step);
  return items === null ? 0 : Math.min(100, (items.done / items.total) * 100);
}

/** How far a run is, from its steps: the mean of the outermost ones; 0 without any. */
export function runPercent(steps: readonly StepRun[]): number {
  const outer = steps.filter((step) => stepDepth(step.path) === 0);
  if (outer.length === 0) return 0;
  return Math.round(outer.reduce((sum, step) => sum + stepPercent(step), 0) / outer.length);
}

const CONTAINERS: ReadonlySet<string> = new Set(["branches", "else", "items"]);

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
  return step.name === undefined || step.name === "" ? humanise(step.type) : step.name;
}

const inOrder = new Intl.Collator("en", { numeric: true });

function comparePaths(a: string, b: string): number {
  // Conditions and the like come before the actions they let through.
  const rank = (path: string) => (path.startsWith("actions") ? 1 : 0);
  return rank(a) - rank(b) || inOrder.compare(a, b);
}

/** The steps with news about some of them merged in by path, in the order of the rule. */
export function mergeSteps(
  steps: readonly StepRun[],
  news: readonly (Pick<StepRun, "path"> & Partial<StepRun>)[],
): StepRun[] {
  const merged = new Map<string, StepRun>(steps.map((step) => [step.path, step]));
  for (const item of news) {
    const old = merged.get(item.path);
    const blank: StepRun = {
      path: item.path,
      type: "",
      status: "pending",
      error: null,
      credits: 0,
      started_at: null,
      finished_at: null,
    };
    merged.set(item.path, { ...(old ?? blank), ...item });
  }
  return [...merged.values()].sort((a, b) => comparePaths(a.path, b.path));
}
