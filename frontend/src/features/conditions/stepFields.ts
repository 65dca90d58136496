/** What earlier steps give, from their output schemas; and the item of a loop. */
import type { ActionType } from "@/lib/api";
import { t } from "@/lib/i18n";
import type { Earlier, Node } from "@/lib/rule";

import type { FieldOption, FieldType } from "./fields";
import { humanName } from "./contextFields";
import { type Json, jsonType, propertiesOf, resolved } from "./jsonSchema";

const FLOW_OUTPUTS: Readonly<Record<string, readonly (readonly [string, FieldType])[]>> = {
  branch: [["taken", "text"]],
  parallel: [
    ["branches", "list"],
    ["completed", "number"],
    ["failed", "number"],
  ],
  for_each: [
    ["items", "list"],
    ["completed", "number"],
    ["failed", "number"],
  ],
  approval: [
    ["decision", "text"],
    ["approved_ids", "list"],
    ["rejected_ids", "list"],
    ["note", "text"],
    ["by", "text"],
    ["lapsed", "boolean"],
    ["edits", "object"],
  ],
  stop: [],
};

function flowOutputs(node: Node): readonly (readonly [string, FieldType])[] {
  const names = Object.keys(node.params ?? {});
  if (node.type === "set") return names.map((name) => [name, "any"] as const);
  if (node.type !== "wait") return FLOW_OUTPUTS[node.type] ?? [];
  return names.includes("event")
    ? [
        ["event", "object"],
        ["timed_out", "boolean"],
      ]
    : [["until", "date"]];
}

/** The fields of an object in a list, by paths that begin with `item`. */
function itemOf(schema: Json, root: Json): FieldOption[] | undefined {
  const item = resolved(schema.items, root);
  const inner = propertiesOf(item).map(([name, property]) => ({
    path: `item.${name}`,
    label: humanName(name),
    type: jsonType(resolved(property, root)),
  }));
  if (inner.length > 0) return inner;
  return [{ path: "item", label: t("conditions.item"), type: jsonType(item) }];
}

function outputField(name: string, property: Json, root: Json) {
  const type = jsonType(property);
  return {
    name,
    label: name === "failed" ? t("fields.failed") : humanName(name),
    type,
    ...(type === "list" && { item: itemOf(property, root) ?? [] }),
  };
}

interface Output {
  name: string;
  label: string;
  type: FieldType;
  item?: readonly FieldOption[];
}

/** These mean something else in the outputs of a loop, or nothing for all items together. */
const NOT_MERGED: ReadonlySet<string> = new Set(["items", "completed", "failed", "taken"]);

/** A loop gives what its steps give, of all items together, as lists. */
function merged(node: Node, actionTypes: readonly ActionType[]): Output[] {
  const inner = (node.actions ?? []).flatMap((one) => outputsOf(one, actionTypes));
  const wanted = inner.filter(({ name }) => !NOT_MERGED.has(name));
  const named = new Map(wanted.map(({ name, label }) => [name, { name, label, type: "list" as const }]));
  return [...named.values()];
}

/** The names of a node's outputs with their types. */
export function outputsOf(node: Node, actionTypes: readonly ActionType[]): Output[] {
  const action = actionTypes.find(({ type }) => type === node.type);
  if (action === undefined) {
    const own = flowOutputs(node).map(([name, type]) => ({ name, label: humanName(name), type }));
    return node.type === "for_each" ? [...merged(node, actionTypes), ...own] : own;
  }
  const schema = action.output_schema;
  const found = propertiesOf(schema).map(([name, raw]) =>
    outputField(name, resolved(raw, schema), schema),
  );
  // What failed is seldom wanted, and comes last.
  return [
    ...found.filter(({ name }) => name !== "failed"),
    ...found.filter(({ name }) => name === "failed"),
  ];
}

export function nodeName(node: Node, actionTypes: readonly ActionType[]): string {
  if (node.name) return node.name;
  return actionTypes.find(({ type }) => type === node.type)?.name ?? humanName(node.type);
}

/** `steps.write.content_ids`; an id that is no plain name stands in quotes. */
const stepPath = (id: string, name: string): string =>
  /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(id) ? `steps.${id}.${name}` : `steps["${id}"].${name}`;

/** What the steps before give, the nearest first. */
export function stepFields({ steps }: Earlier, actionTypes: readonly ActionType[]): FieldOption[] {
  return [...steps].reverse().flatMap(({ node }) => {
    const group = t("fields.group.step", { name: nodeName(node, actionTypes) });
    return outputsOf(node, actionTypes).map(({ name, ...field }) => ({
      ...field,
      path: stepPath(node.id, name),
      group,
    }));
  });
}

/** What a handler reads of the failure. */
export function errorFields({ inHandler }: Earlier): FieldOption[] {
  if (!inHandler) return [];
  const group = t("fields.group.error");
  return [
    { path: "error.message", label: t("fields.error.message"), type: "text", group },
    { path: "error.code", label: t("fields.error.code"), type: "text", group },
    { path: "error.step", label: t("fields.error.step"), type: "text", group },
  ];
}

/** The path of the list that a loop goes over, where it is one. */
function listOf({ items }: Node): string | undefined {
  if (typeof items !== "string") return undefined;
  return /^\{\{\s*([^|{}]+?)\s*\}\}$/.exec(items)?.[1];
}

/** The item that a loop around is at, and its position. */
export function loopFields(earlier: Earlier, actionTypes: readonly ActionType[]): FieldOption[] {
  const loop = earlier.loops.at(-1);
  if (loop === undefined) return [];
  const group = t("fields.group.step", { name: nodeName(loop.node, actionTypes) });
  const known = stepFields(earlier, actionTypes).find(({ path }) => path === listOf(loop.node));
  const whole: FieldOption = { path: "item", label: t("conditions.item"), type: "any" };
  return [
    ...(known?.item ?? [whole]).map((field) => ({ ...field, group })),
    { path: "index", label: t("conditions.item.index"), type: "number", group },
  ];
}
