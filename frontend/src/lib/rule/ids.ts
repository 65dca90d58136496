/** Ids of nodes, and the references to them: `{{ steps.write.content_ids }}` and fields of conditions. */
import { isObject } from "@/lib/json";
import type { Branch, Condition, JsonObject, Node } from "./types";

type Names = ReadonlyMap<string, string>;

/** `generate_ideas`, `generate_ideas_2`, …: the first that is not taken.
 * Long stems are cut as the API cuts them: an id has at most 64 characters. */
export function freshName(wanted: string, taken: ReadonlySet<string>): string {
  const stem = wanted
    .replace(/[^A-Za-z0-9_-]/g, "_")
    .replace(/^(?![A-Za-z_])/, "_")
    .slice(0, 60);
  let name = stem;
  for (let number = 2; taken.has(name); number += 1) name = `${stem}_${String(number)}`;
  return name;
}

/** Every list of nodes right inside of a node. */
function insides(node: Node): readonly (readonly Node[])[] {
  const handler = Array.isArray(node.on_error) ? node.on_error : [];
  const ways = (node.branches ?? []).map(({ actions }) => actions);
  return [...ways, node.else ?? [], node.actions ?? [], handler];
}

/** The ids of these nodes and of all inside of them. */
export function takenIds(nodes: readonly Node[]): Set<string> {
  const found = new Set<string>();
  const collect = (node: Node): void => {
    found.add(node.id);
    for (const inner of insides(node)) inner.forEach(collect);
  };
  nodes.forEach(collect);
  return found;
}

/** `steps.name` or `steps["name"]` at the beginning of a path; a text in quotes is passed over. */
const REFERENCE =
  /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?<![\p{L}\p{N}_.\]-])steps(?:\.([\p{L}_][\p{L}\p{N}_-]*)|\["([^"\\\]]+)"\])/gu;
const EXPRESSION = /\{\{(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^"'])*?\}\}/g;

/** A bare path, or the inside of an expression, with other names of steps. */
function inPath(text: string, names: Names): string {
  return text.replace(REFERENCE, (whole, dotted?: string, quoted?: string) => {
    const old = dotted ?? quoted;
    const now = old === undefined ? undefined : names.get(old);
    return now === undefined ? whole : `steps.${now}`;
  });
}

const inText = (text: string, names: Names): string =>
  text.includes("{{") ? text.replace(EXPRESSION, (whole) => inPath(whole, names)) : text;

const mapValues = (object: JsonObject, change: (value: unknown, key: string) => unknown): JsonObject =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));

function inValue(value: unknown, names: Names): unknown {
  if (typeof value === "string") return inText(value, names);
  if (Array.isArray(value)) return value.map((item) => inValue(item, names));
  return isObject(value) ? mapValues(value, (item) => inValue(item, names)) : value;
}

/** Conditions name fields by bare paths; elsewhere only what stands in braces is a path. */
function inCondition(value: unknown, names: Names): unknown {
  if (Array.isArray(value)) return value.map((item) => inCondition(item, names));
  if (!isObject(value)) return inValue(value, names);
  return mapValues(value, (item, key) =>
    key === "field" && typeof item === "string" ? inPath(item, names) : inCondition(item, names),
  );
}

/** Of an approval `when`, of a wait the conditions of its event; these are conditions within params. */
function inParams(params: JsonObject, names: Names): JsonObject {
  return mapValues(params, (value, key) => {
    if (key === "when") return inCondition(value, names);
    if (key !== "event" || !isObject(value)) return inValue(value, names);
    return mapValues(value, (item, name) =>
      name === "conditions" ? inCondition(item, names) : inValue(item, names),
    );
  });
}

const renamed = (condition: Condition, names: Names): Condition =>
  inCondition(condition, names) as Condition;

function inBranch(branch: Branch, names: Names): Branch {
  const { conditions } = branch;
  return {
    ...branch,
    ...(conditions && { conditions: renamed(conditions, names) }),
    actions: withNames(branch.actions, names),
  };
}

function withName(node: Node, names: Names): Node {
  const { params, when, items } = node;
  return {
    ...node,
    id: names.get(node.id) ?? node.id,
    ...(params && { params: inParams(params, names) }),
    ...(when && { when: renamed(when, names) }),
    ...(items !== undefined && { items: inValue(items, names) }),
    ...(node.branches && { branches: node.branches.map((branch) => inBranch(branch, names)) }),
    ...(node.else && { else: withNames(node.else, names) }),
    ...(node.actions && { actions: withNames(node.actions, names) }),
    ...(Array.isArray(node.on_error) && { on_error: withNames(node.on_error, names) }),
  };
}

/** Nodes with other ids, and with what refers to these. */
export const withNames = (nodes: readonly Node[], names: Names): Node[] =>
  nodes.map((node) => withName(node, names));

/** A copy whose ids are not among `taken`; what inside of it refers to inside of it follows. */
export function withFreshIds(node: Node, taken: ReadonlySet<string>): Node {
  const used = new Set(taken);
  const names = new Map<string, string>();
  for (const id of takenIds([node])) {
    const name = freshName(id.replace(/_\d+$/, "") || id, used);
    used.add(name);
    names.set(id, name);
  }
  return withName(node, names);
}

/** With another id for one node, wherever it is referred to. */
export const renameNode = (actions: readonly Node[], from: string, to: string): Node[] =>
  withNames(actions, new Map([[from, to]]));
