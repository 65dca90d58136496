/** What a run has brought about, in one sentence. */
import type { ScheduledTask } from "@/lib/api";
import { activeLocale, t } from "@/lib/i18n";
import { isObject } from "@/lib/json";

type Json = Readonly<Record<string, unknown>>;

/** Of a large output the row holds a stand-in, which says in `…` how long its lists were. */
function lengthOf(output: Json, name: string): number {
  const mark = output["…"];
  const lists = isObject(mark) ? mark.lists : undefined;
  const stored = isObject(lists) ? lists[name] : undefined;
  if (typeof stored === "number") return stored;
  const list = output[name];
  return Array.isArray(list) ? list.length : 0;
}

const LISTS = [
  ["cluster_ids", "clusters"],
  ["idea_ids", "ideas"],
  ["page_ids", "pages"],
  ["content_ids", "articles"],
  ["image_ids", "images"],
  ["publication_ids", "published"],
  ["recipients", "told"],
] as const;

/** The same articles go from step to step: the most that one step names is how many there were. */
function countsOf(outputs: Json): (readonly [(typeof LISTS)[number][1], number])[] {
  const each = Object.values(outputs).filter(isObject);
  return LISTS.flatMap(([name, kind]) => {
    const count = Math.max(0, ...each.map((output) => lengthOf(output, name)));
    return count > 0 ? [[kind, count] as const] : [];
  });
}

type Ended = Pick<ScheduledTask, "result" | "metadata">;

/** "3 clusters, 5 ideas and 5 articles."; empty where it says nothing (yet). */
export function resultSentence({ result, metadata }: Ended): string {
  const outputs = isObject(result?.outputs) ? result.outputs : {};
  const things = countsOf(outputs).map(([kind, count]) => t(`runs.result.${kind}`, { count }));
  const saved = metadata.saved_credits;
  if (typeof saved === "number" && saved > 0) things.push(t("runs.result.saved", { count: saved }));
  if (things.length === 0) return "";
  const list = new Intl.ListFormat(activeLocale(), { type: "conjunction" }).format(things);
  return t("runs.result.made", { things: list });
}
