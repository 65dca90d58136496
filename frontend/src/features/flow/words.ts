/** What a flow says about its nodes and ways, in few words. */
import { formatDuration } from "@/lib/format";
import { t, tMaybe } from "@/lib/i18n";
import {
  type BlockKey,
  type Condition,
  type ListPath,
  type Node,
  nodeAt,
  ownerOf,
  pathIn,
  slotsOf,
} from "@/lib/rule";

import { typeName } from "./kinds";
import type { FlowTrigger, StepType } from "./types";

const MOST = 60;
const short = (text: string): string => (text.length > MOST ? `${text.slice(0, MOST - 1)}…` : text);

/** An expression without its braces; lists by their length; else as it is. */
export function valueWords(value: unknown): string {
  if (typeof value === "string") return short(value.replace(/^\{\{\s*(.*?)\s*\}\}$/, "$1"));
  if (Array.isArray(value)) {
    const few = value.slice(0, 3).map(valueWords).join(", ");
    return short(value.length > 3 ? `${few}, …` : few);
  }
  return value === undefined ? "" : short(JSON.stringify(value));
}

export const nameOf = (node: Node, names: readonly StepType[]): string =>
  node.name !== undefined && node.name !== "" ? node.name : typeName(node.type, names);

function groupWords(kind: "all" | "any", members: readonly Condition[]): string {
  const [only] = members;
  return only !== undefined && members.length === 1
    ? conditionWords(only)
    : t(`flow.cond.${kind}`, { count: members.length });
}

/** A comparison in words, of more than one how many there are; empty where there is none. */
export function conditionWords(condition: Condition | null | undefined): string {
  if (!condition) return "";
  if (Array.isArray(condition)) return condition.length === 0 ? "" : groupWords("all", condition);
  if ("all" in condition) return condition.all.length === 0 ? "" : groupWords("all", condition.all);
  if ("any" in condition) return groupWords("any", condition.any);
  if ("not" in condition) return t("flow.cond.not", { words: conditionWords(condition.not) });
  const { field, value } = condition;
  const operator = tMaybe(`operator.${condition.operator}`, condition.operator.replaceAll("_", " "));
  return value === undefined
    ? t("flow.cond.bare", { field, operator })
    : t("flow.cond.one", { field, operator, value: valueWords(value) });
}

/** What a way into a node's inside is called: "Otherwise", "seo_score less than 50". */
export function wayWords(node: Node, block: BlockKey, arm: number): string {
  if (block === "else") return t("flow.way.else");
  if (block === "on_error") return t("flow.way.handler");
  if (block === "actions") return t("flow.way.loop");
  const way = node.branches?.[arm];
  if (way?.name !== undefined && way.name !== "") return way.name;
  const number = arm + 1;
  if (node.type !== "branch") return t("flow.way.lane", { number });
  const words = conditionWords(way?.conditions);
  return words === "" ? t("flow.way.always") : t("flow.way.named", { number, words });
}

/** "Otherwise of If / else"; empty at the top of the rule. */
export function listWords(actions: readonly Node[], list: ListPath, names: readonly StepType[]): string {
  const owner = ownerOf(list);
  const node = owner === null ? null : nodeAt(actions, owner);
  if (owner === null || node === null) return "";
  const slot = slotsOf(node, owner).find(({ path }) => path === list);
  if (!slot) return "";
  return t("flow.way.of", { way: wayWords(node, slot.block, slot.arm), name: nameOf(node, names) });
}

/** Where a place in a list is: "after Write articles", "at the beginning of Otherwise of If / else". */
export function placeWords(
  actions: readonly Node[],
  { list, index }: { list: ListPath; index: number },
  names: readonly StepType[],
): string {
  const before = index > 0 ? nodeAt(actions, pathIn(list, index - 1)) : null;
  if (before) return t("flow.add.after", { name: nameOf(before, names) });
  const way = listWords(actions, list, names);
  return way === "" ? t("flow.add.start") : t("flow.add.into", { way });
}

type Summary = (node: Node) => string;

function itemsWords({ items }: Node): string {
  if (Array.isArray(items)) return t("flow.sum.itemsGiven", { count: items.length });
  const words = items === undefined ? "" : valueWords(items);
  return words === "" ? t("flow.sum.itemsNone") : t("flow.sum.items", { items: words });
}

function waitWords({ params }: Node): string {
  const { seconds, until, event } = params ?? {};
  if (typeof seconds === "number") return formatDuration(seconds);
  if (typeof until === "string") return t("flow.sum.until", { moment: valueWords(until) });
  const type: unknown = typeof event === "object" && event !== null ? Reflect.get(event, "type") : null;
  return typeof type === "string" ? t("flow.sum.event", { event: type }) : "";
}

function branchWords(node: Node): string {
  const count = node.branches?.length ?? 0;
  return t((node.else ?? []).length > 0 ? "flow.sum.waysElse" : "flow.sum.ways", { count });
}

function firstText(...values: unknown[]): string {
  return short(values.find((value): value is string => typeof value === "string" && value !== "") ?? "");
}

const SUMMARIES: Readonly<Record<string, Summary>> = {
  branch: branchWords,
  parallel: (node) => t("flow.sum.lanes", { count: node.branches?.length ?? 0 }),
  for_each: itemsWords,
  wait: waitWords,
  approval: ({ params }) => firstText(params?.title, params?.message),
  stop: ({ params }) => firstText(params?.reason, params?.status),
  notify: ({ params }) => firstText(params?.subject, params?.message, params?.channel),
};

function paramWords({ params }: Node): string {
  return Object.entries(params ?? {})
    .slice(0, 2)
    .map(([name, value]) => t("flow.sum.param", { name, value: valueWords(value) }))
    .join(" · ");
}

/** What a step will do, in a line; its id where nothing is set. */
export function summaryOf(node: Node): string {
  const words = (SUMMARIES[node.type] ?? paramWords)(node);
  return words === "" ? node.id : words;
}

export function triggerWords(trigger: FlowTrigger): string {
  const kind = trigger.trigger;
  if (kind === "schedule") {
    return t("flow.trigger.schedule", { count: Math.max(1, trigger.schedules?.length ?? 1) });
  }
  if (kind === "event" && trigger.event) {
    return t("flow.trigger.eventNamed", { event: trigger.event.type });
  }
  return tMaybe(`flow.trigger.${kind}`, kind.replaceAll("_", " "));
}

export function conditionsWords(conditions: Condition | null): string {
  const words = conditionWords(conditions);
  return words === "" ? t("flow.conditions.none") : words;
}
