import type { StepRun } from "@/lib/api";

const MOST = 20;

/** The ids of the articles that the run's steps report in `content_ids`, each once, in order. */
export function contentIdsOf(steps: readonly StepRun[]): string[] {
  const ids = steps.flatMap(({ output }) => {
    if (typeof output !== "object" || output === null || !("content_ids" in output)) return [];
    const found = output.content_ids;
    return Array.isArray(found) ? found.filter((id): id is string => typeof id === "string") : [];
  });
  return [...new Set(ids)].slice(0, MOST);
}
