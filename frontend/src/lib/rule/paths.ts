/** Places in a rule: `actions/1/branches/0/actions/2` names a node, the same without its end the node's list. */
import type { ListPath, NodePath } from "./types";

export const ROOT: ListPath = "actions";

/** A list of nodes within a node: a branch's or lane's, `else`, a loop's `actions`, or its handler. */
export type BlockKey = "branches" | "else" | "actions" | "on_error";

/** One step on the way down: through the node at `index`, into its block; `arm` only of `branches`. */
export interface Hop {
  index: number;
  block: BlockKey;
  arm: number;
}

const BLOCKS: ReadonlySet<string> = new Set(["else", "actions", "on_error"]);
const isBlock = (part: string | undefined): part is Exclude<BlockKey, "branches"> =>
  part !== undefined && BLOCKS.has(part);

const NUMBER = /^\d+$/;
const toIndex = (part: string | undefined): number | null =>
  part !== undefined && NUMBER.test(part) ? Number(part) : null;

/** The hops to a list, outermost first; null if it is no path of a list. The name of the root does not matter. */
export function hopsTo(list: ListPath): Hop[] | null {
  const [, ...parts] = list.split("/");
  const hops: Hop[] = [];
  for (let at = 0; at < parts.length;) {
    const index = toIndex(parts[at]);
    const block = parts[at + 1];
    if (index === null) return null;
    if (isBlock(block)) {
      hops.push({ index, block, arm: -1 });
      at += 2;
      continue;
    }
    const arm = toIndex(parts[at + 2]);
    if (block !== "branches" || arm === null || parts[at + 3] !== "actions") return null;
    hops.push({ index, block, arm });
    at += 4;
  }
  return hops;
}

/** The list a node stands in, and its place there. */
export function splitPath(path: NodePath): { list: ListPath; index: number } {
  const end = path.lastIndexOf("/");
  return { list: path.slice(0, end), index: Number(path.slice(end + 1)) };
}

export const pathIn = (list: ListPath, index: number): NodePath => `${list}/${String(index)}`;

/** The node that holds this list; null at the top. */
export function ownerOf(list: ListPath): NodePath | null {
  const short = list.replace(/\/(?:branches\/\d+\/actions|else|actions|on_error)$/, "");
  return short === list ? null : short;
}

/** The node that holds this one; null at the top. */
export const parentOf = (path: NodePath): NodePath | null => ownerOf(splitPath(path).list);

/** Whether `path` is `ancestor` or stands in it. Takes paths of nodes and of lists. */
export const isWithin = (path: string, ancestor: string): boolean =>
  path === ancestor || path.startsWith(`${ancestor}/`);

/** How many nodes stand around what is in this list. */
export const depthOf = (list: ListPath): number => hopsTo(list)?.length ?? 0;

/** Where something stands in the list, or beneath one of its nodes: that node's index, and the rest of the path. */
function below(list: ListPath, path: string): { index: number; rest: string } | null {
  if (!path.startsWith(`${list}/`)) return null;
  const [head = "", ...rest] = path.slice(list.length + 1).split("/");
  const index = toIndex(head);
  return index === null ? null : { index, rest: rest.map((part) => `/${part}`).join("") };
}

/** Where what stood at `path` stands once a node was put in at `index` of `list`. */
export function pathAfterInsert(path: string, list: ListPath, index: number): string {
  const place = below(list, path);
  if (place === null || place.index < index) return path;
  return pathIn(list, place.index + 1) + place.rest;
}

/** Where what stood at `path` stands once the node `removed` is gone; null if it went with it. */
export function pathAfterRemoval(path: string, removed: NodePath): string | null {
  if (isWithin(path, removed)) return null;
  const { list, index } = splitPath(removed);
  const place = below(list, path);
  if (place === null || place.index < index) return path;
  return pathIn(list, place.index - 1) + place.rest;
}

/** Where the node lands that `moveNode(actions, from, to, index)` moves. */
export function pathAfterMove(from: NodePath, to: ListPath, index: number): NodePath {
  if (isWithin(to, from)) return from;
  const { list, index: old } = splitPath(from);
  const landed = list === to && old < index ? index - 1 : index;
  return pathIn(pathAfterRemoval(to, from) ?? to, landed);
}

/** The path of a step of a run as the place of its node: without the items of loops. */
export const definitionPath = (stepPath: string): NodePath =>
  stepPath.replace(/\/items\/\d+(?=\/|$)/g, "");

/** As the API names the place of a node or list: `actions[1].branches[0].actions[2]`. */
export const problemKey = (path: string): string =>
  path
    .split("/")
    .map((part, at) => (NUMBER.test(part) ? `[${part}]` : at === 0 ? part : `.${part}`))
    .join("");

const PROBLEM =
  /^(\w+\[\d+\](?:\.(?:branches\[\d+\]\.actions|else|actions|on_error)\[\d+\])*)(?:\.(.+))?$/;

/** The node that a problem of the API is about, and what of it; null if it is about no node. */
export function problemPlace(key: string): { path: NodePath; rest: string } | null {
  const found = PROBLEM.exec(key);
  if (found === null) return null;
  const path = (found[1] ?? "").replace(/\[(\d+)\]/g, "/$1").replaceAll(".", "/");
  return { path, rest: found[2] ?? "" };
}
