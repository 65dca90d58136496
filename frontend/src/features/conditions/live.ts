/** How each comparison came out on the object that it was tried on. */
import { t } from "@/lib/i18n";
import { isObject } from "@/lib/json";

export interface LiveResult {
  path: string;
  actual: unknown;
  /** False where the path led nowhere. */
  found: boolean;
  /** Null where the two could not be compared; `error` says why. */
  result: boolean | null;
  error: string | null;
  /** False where the answer was clear before. */
  reached: boolean;
}

/** By the place of the comparison, as the API names it. */
export type LiveResults = Readonly<Record<string, LiveResult>>;

type Json = Readonly<Record<string, unknown>>;

function resultOf(node: Json): LiveResult | null {
  const { path, result, error } = node;
  if (typeof path !== "string" || !("operator" in node)) return null;
  return {
    path,
    actual: node.actual ?? null,
    found: node.found !== false,
    result: typeof result === "boolean" ? result : null,
    error: typeof error === "string" ? error : null,
    reached: node.reached !== false,
  };
}

/** The API tries conditions as those of a rule: places begin with this. */
const TRIED_AT = "conditions";

/** All comparisons of an evaluation, by their places.
 * @param prefix what the places begin with where the conditions stand. */
export function liveResults(evaluation: unknown, prefix: string = TRIED_AT): LiveResults {
  if (Array.isArray(evaluation)) {
    return Object.assign({}, ...evaluation.map((one) => liveResults(one, prefix))) as LiveResults;
  }
  if (!isObject(evaluation)) return {};
  const own = resultOf(evaluation);
  if (own === null) return liveResults(Object.values(evaluation), prefix);
  const at = typeof evaluation.at === "string" ? evaluation.at : "";
  return at.startsWith(TRIED_AT) ? { [`${prefix}${at.slice(TRIED_AT.length)}`]: own } : {};
}

const MOST = 120;

function shown(value: unknown): string {
  const text = typeof value === "string" ? `“${value}”` : JSON.stringify(value);
  return text.length <= MOST ? text : `${text.slice(0, MOST)}…`;
}

/** "word_count is 812: does not hold". */
export function liveSentence({ path, actual, found, result, error }: LiveResult): string {
  if (result === null) return t("conditions.live.error", { field: path, error: error ?? "" });
  if (!found) {
    const verdict = t(result ? "conditions.live.missing.holds" : "conditions.live.missing.fails");
    return t("conditions.live.missing", { field: path, verdict });
  }
  const values = { field: path, actual: shown(actual) };
  return result ? t("conditions.live.holds", values) : t("conditions.live.fails", values);
}
