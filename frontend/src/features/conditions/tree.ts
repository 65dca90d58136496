/** Conditions as a form shows them, and back. What was not touched comes back as it was, to the letter. */
import { isObject } from "@/lib/json";
import type { Comparison, Condition } from "@/lib/rule";

export type Join = "all" | "any";

interface Negatable {
  /** How many `not` stand around it. */
  nots: number;
}

export interface ComparisonNode extends Negatable {
  kind: "comparison";
  raw: Comparison;
}

export interface GroupNode extends Negatable {
  kind: "group";
  join: Join;
  /** Whether it is written as a bare list. */
  asList: boolean;
  children: readonly ConditionNode[];
}

/** Something that a form has no inputs for; it is shown as it is. */
export interface RawNode extends Negatable {
  kind: "raw";
  raw: unknown;
}

export type ConditionNode = ComparisonNode | GroupNode | RawNode;

type Json = Readonly<Record<string, unknown>>;

function isComparison(value: Json): boolean {
  return typeof value.field === "string" && typeof value.operator === "string";
}

function groupOf(join: Join, asList: boolean, children: readonly unknown[], nots: number): GroupNode {
  return { kind: "group", join, asList, nots, children: children.map((child) => readNode(child)) };
}

export function readNode(value: unknown, nots = 0): ConditionNode {
  if (Array.isArray(value)) return groupOf("all", true, value, nots);
  if (!isObject(value)) return { kind: "raw", nots, raw: value };
  const [key, ...others] = Object.keys(value);
  const inner = key === undefined ? undefined : value[key];
  if (others.length === 0 && key === "not") return readNode(inner, nots + 1);
  if (others.length === 0 && (key === "all" || key === "any") && Array.isArray(inner)) {
    return groupOf(key, false, inner, nots);
  }
  if (isComparison(value)) return { kind: "comparison", nots, raw: value as unknown as Comparison };
  return { kind: "raw", nots, raw: value };
}

function writeInner(node: ConditionNode): Condition {
  if (node.kind !== "group") return node.raw as Condition;
  const children = node.children.map(writeNode);
  if (node.join === "any") return { any: children };
  return node.asList ? children : { all: children };
}

export function writeNode(node: ConditionNode): Condition {
  let written = writeInner(node);
  for (let count = 0; count < node.nots; count += 1) written = { not: written };
  return written;
}

/** The whole: always a group, so that something can be added. */
export interface RootForm {
  /** Whether what is written is the group, its only child, or nothing at all. */
  shape: "group" | "single" | "none";
  group: GroupNode;
}

const listOf = (children: readonly ConditionNode[]): GroupNode => ({
  kind: "group",
  nots: 0,
  join: "all",
  asList: true,
  children,
});

export function readRoot(value: Condition | null | undefined): RootForm {
  if (value === null || value === undefined) return { shape: "none", group: listOf([]) };
  const node = readNode(value);
  if (node.kind === "group" && node.nots === 0) return { shape: "group", group: node };
  return { shape: "single", group: listOf([node]) };
}

export function writeRoot({ shape, group }: RootForm): Condition | null {
  const [only, ...others] = group.children;
  if (shape === "none" && only === undefined) return null;
  const bare = shape === "single" && others.length === 0 && group.join === "all";
  return bare && only !== undefined ? writeNode(only) : writeNode(group);
}

/** A changed group as a value; without conditions there is none. */
export function writeChanged(root: RootForm, group: GroupNode): Condition | null {
  if (group.children.length === 0) return null;
  return writeRoot({ shape: root.shape === "none" ? "group" : root.shape, group });
}

/** Where a node stands, as the API names it: the `not`s around it belong to its place. */
export function innerPlace(node: ConditionNode, at: string): string {
  return `${at}${".not".repeat(node.nots)}`;
}

/** Where a child of a group stands.
 * @param at the group's own place, its `not`s included. */
export function childPlace(group: GroupNode, at: string, index: number): string {
  const key = group.asList && group.join === "all" ? "" : `.${group.join}`;
  return `${at}${key}[${String(index)}]`;
}

/** Where the children of the root stand; a single one stands for the whole. */
export function rootPlace({ shape, group }: RootForm, at: string, index: number): string {
  return shape === "single" && group.children.length === 1 ? at : childPlace(group, at, index);
}

export const newComparison = (): ComparisonNode => ({
  kind: "comparison",
  nots: 0,
  raw: { field: "", operator: "equals", value: "" },
});

/** A group within a group joins the other way: else it would change nothing. */
export const newGroup = (around: Join): GroupNode => ({
  kind: "group",
  nots: 0,
  join: around === "all" ? "any" : "all",
  asList: false,
  children: [newComparison()],
});

export const replaceAt = <T>(items: readonly T[], index: number, item: T): T[] =>
  items.map((old, at) => (at === index ? item : old));

export const removeAt = <T>(items: readonly T[], index: number): T[] =>
  items.filter((_, at) => at !== index);

export const insertAt = <T>(items: readonly T[], index: number, item: T): T[] => [
  ...items.slice(0, index),
  item,
  ...items.slice(index),
];

export function moveTo<T>(items: readonly T[], from: number, to: number): T[] {
  const item = items[from];
  if (item === undefined || to < 0 || to >= items.length) return [...items];
  return insertAt(removeAt(items, from), to, item);
}

/** How many comparisons there are. */
export function countOf(value: Condition | null | undefined): number {
  const count = (node: ConditionNode): number =>
    node.kind === "group" ? node.children.reduce((sum, child) => sum + count(child), 0) : 1;
  return count(readRoot(value).group);
}
