/** The steps of a run as a tree, read from their paths: `actions/1/items/3/actions/0`. Knows no React. */
import type { RunStatus, StepRun } from "@/lib/api";

import { isUnfinished } from "./runStatus";

/** An item of a loop, a way of a branch, a lane of a parallel, or a handler; else a step. */
export type NodeKind = "step" | "item" | "arm" | "lane" | "else" | "handler";

export interface TreeNode {
  path: string;
  kind: NodeKind;
  /** From 0 among its like: the item's number, or the place of a step in its list. */
  index: number;
  /** The last word of a group's path, such as `on_error`. */
  segment: string;
  /** Null for a group of which nothing but what is inside is recorded (yet). */
  step: StepRun | null;
  children: TreeNode[];
}

const BLOCKS: ReadonlySet<string> = new Set(["else", "on_error", "on_failure", "on_recovery"]);

interface Place {
  path: string;
  kind: NodeKind;
  index: number;
  segment: string;
}

/** The places on the way to a step, the outermost first; the groups that have no record included. */
export function placesOf(path: string): Place[] {
  const parts = path.split("/");
  if (parts.length === 1) return [{ path, kind: "step", index: 0, segment: path }];
  const places: Place[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const segment = parts[at] ?? "";
    const index = Number(parts[at + 1]);
    const upTo = (end: number) => parts.slice(0, end).join("/");
    if (BLOCKS.has(segment)) {
      const kind = segment === "else" ? "else" : "handler";
      places.push({ path: upTo(at + 1), kind, index: 0, segment });
    }
    const kind = segment === "items" ? "item" : segment === "branches" ? "lane" : "step";
    places.push({ path: upTo(at + 2), kind, index, segment });
  }
  return places;
}

function nodeAt(place: Place, parent: TreeNode | undefined): TreeNode {
  // The ways of a branch exclude each other; the branches of a parallel do not.
  const isArm = place.kind === "lane" && parent?.step?.type === "branch";
  return { ...place, kind: isArm ? "arm" : place.kind, step: null, children: [] };
}

/** @param steps in the order of the rule, as `mergeSteps` gives them. */
export function buildTree(steps: readonly StepRun[]): TreeNode[] {
  const roots: TreeNode[] = [];
  const known = new Map<string, TreeNode>();
  for (const step of steps) {
    let parent: TreeNode | undefined;
    for (const place of placesOf(step.path)) {
      let node = known.get(place.path);
      if (node === undefined) {
        node = nodeAt(place, parent);
        known.set(place.path, node);
        (parent?.children ?? roots).push(node);
      }
      parent = node;
    }
    if (parent) parent.step = step;
  }
  return roots;
}

const WORST_FIRST: readonly RunStatus[] = [
  "failed",
  "waiting",
  "running",
  "pending",
  "cancelled",
  "completed",
  "skipped",
];

/** A group's own state; where it has none yet, that of what is inside which matters most. */
export function statusOf(node: TreeNode): RunStatus {
  if (node.step !== null) return node.step.status;
  const inside = new Set(node.children.map(statusOf));
  // An item that goes on has steps that are done already.
  const going = [...inside].some(isUnfinished);
  if (node.kind === "item" && !going && !inside.has("failed")) return "running";
  return WORST_FIRST.find((status) => inside.has(status)) ?? "pending";
}

/** What it and all inside of it have cost. */
export function creditsOf(node: TreeNode): number {
  const inside = node.children.reduce((sum, child) => sum + creditsOf(child), 0);
  return (node.step?.credits ?? 0) + inside;
}

/** Whether it, or anything inside, is something that a person should see without searching. */
export function needsLook(node: TreeNode): boolean {
  const status = statusOf(node);
  return status === "failed" || isUnfinished(status) || node.children.some(needsLook);
}

const listLength = (value: unknown): number | null => (Array.isArray(value) ? value.length : null);

/** Of how many items a loop is; what is not begun yet has no record. */
export function itemsTotal(loop: TreeNode): number {
  const seen = loop.children.filter(({ kind }) => kind === "item");
  const highest = seen.reduce((most, { index }) => Math.max(most, index + 1), 0);
  const told = loop.step?.items_total ?? listLength(loop.step?.input.items) ?? 0;
  return Math.max(told, highest);
}

/** How many items are in which state, in the order of `WORST_FIRST`. */
export function tally(items: readonly TreeNode[]): [RunStatus, number][] {
  const counts = new Map<RunStatus, number>();
  for (const item of items) {
    const status = statusOf(item);
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return WORST_FIRST.flatMap((status) => {
    const count = counts.get(status);
    return count === undefined ? [] : [[status, count] satisfies [RunStatus, number]];
  });
}

/** What an item is, in a few words: its title or name where it has one, else itself. */
export function itemLabel(node: TreeNode): string {
  const item: unknown = node.step?.output?.item;
  if (typeof item === "string" || typeof item === "number") return String(item);
  if (typeof item !== "object" || item === null) return "";
  const named = ["title", "name", "text", "id"].map((key) => Reflect.get(item, key) as unknown);
  return named.find((value): value is string => typeof value === "string") ?? "";
}
