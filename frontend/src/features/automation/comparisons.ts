import { t } from "@/lib/i18n";
import { isObject } from "@/lib/json";

/** One comparison that the engine recorded, read from a step's `evaluation`. */
export interface Comparison {
  path: string;
  operator: string;
  expected: unknown;
  actual: unknown;
  /** False where the path led nowhere; `actual` says nothing then. */
  found: boolean;
  /** Null where the two could not be compared; `error` says why. */
  result: boolean | null;
  error: string | null;
  /** False where the answer was clear before this comparison. */
  reached: boolean;
}

type Json = Readonly<Record<string, unknown>>;

function asComparison(node: Json): Comparison | null {
  const { path, operator, result, error } = node;
  if (typeof path !== "string" || typeof operator !== "string") return null;
  return {
    path,
    operator,
    expected: node.expected ?? null,
    actual: node.actual ?? null,
    found: node.found !== false,
    result: typeof result === "boolean" ? result : null,
    error: typeof error === "string" ? error : null,
    reached: node.reached !== false,
  };
}

/** All comparisons of an evaluation, however deep `all`, `any`, `not` and branches nest them, in order. */
export function comparisonsOf(evaluation: unknown): Comparison[] {
  if (Array.isArray(evaluation)) return evaluation.flatMap(comparisonsOf);
  if (!isObject(evaluation)) return [];
  const own = asComparison(evaluation);
  if (own !== null) return [own];
  return Object.values(evaluation).flatMap(comparisonsOf);
}

export function showValue(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined || value === null ? "–" : JSON.stringify(value);
}

export function showActual({ found, actual }: Comparison): string {
  return found ? showValue(actual) : t("step.notThere");
}

/** "holds", "does not hold", or why the two could not be compared. */
export function showResult({ result, error }: Comparison): string {
  if (result === null) return error ?? t("step.undecided");
  return t(result ? "step.held" : "step.heldNot");
}
