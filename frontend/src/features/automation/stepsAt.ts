/** Which steps of a run belong to a node of its rule. Knows no React. */
import type { StepRun } from "@/lib/api";
import { definitionPath } from "@/lib/rule";

/** An item of a loop or a lane is a place in a run, but no node of the rule. */
const isNode = ({ type }: StepRun) => type !== "item" && type !== "lane";

/** One step, or in a loop one for each item; those that failed first. */
export function stepsAt(steps: readonly StepRun[], nodePath: string): StepRun[] {
  const found = steps.filter((step) => isNode(step) && definitionPath(step.path) === nodePath);
  return found.sort((a, b) => Number(b.status === "failed") - Number(a.status === "failed"));
}
