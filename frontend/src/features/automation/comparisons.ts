/** One comparison that the engine recorded, read from a step's `evaluation`. */
export interface Comparison {
  field: string;
  operator: string;
  expected: unknown;
  actual: unknown;
  held: boolean;
}

type Json = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function asComparison(node: Json): Comparison | null {
  const { field, operator } = node;
  if (typeof field !== "string" || typeof operator !== "string") return null;
  return {
    field,
    operator,
    expected: node.expected ?? node.value,
    actual: node.actual,
    held: node.result === true || node.held === true || node.passed === true,
  };
}

/** All comparisons of an evaluation, however deep `all`, `any` and `not` nest them, in order. */
export function comparisonsOf(evaluation: unknown): Comparison[] {
  if (Array.isArray(evaluation)) return evaluation.flatMap(comparisonsOf);
  if (!isRecord(evaluation)) return [];
  const own = asComparison(evaluation);
  if (own !== null) return [own];
  return Object.values(evaluation).flatMap(comparisonsOf);
}

export function showValue(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined ? "–" : JSON.stringify(value);
}
