/** What can be done to the steps of a flow. Every change is told to the page around, and said aloud. */
import { t } from "@/lib/i18n";
import {
  addWay,
  blankNode,
  canMove,
  duplicateNode,
  insertNode,
  isWithin,
  listAt,
  moveNode,
  type Node,
  nodeAt,
  type NodePath,
  parentOf,
  pathAfterInsert,
  pathAfterMove,
  pathAfterRemoval,
  pathIn,
  removeNode,
  removeWay,
  replaceNode,
  splitPath,
  takenIds,
  withFreshIds,
} from "@/lib/rule";

import { copyNode } from "./clipboard";
import type { Target } from "./moves";
import { type FlowStore, say } from "./store";
import type { FlowSelection } from "./types";
import { listWords, nameOf } from "./words";

interface Change {
  actions: Node[];
  select: FlowSelection | null;
  focus: NodePath | null;
  said: string;
}

function commit(store: FlowStore, { actions, select, focus, said }: Change): void {
  const { host } = store.getState();
  host.onChange(actions);
  if (select !== host.selected) host.onSelect(select);
  store.setState({ focus });
  say(store, said);
}

/** What is open after a copy was put in: the copy, unless nothing was; on a phone that would cover everything. */
const openCopy = (selected: FlowSelection | null, copy: NodePath): FlowSelection | null =>
  selected === null ? null : copy;

function put(store: FlowStore, { list, index }: Target, node: Node, open: boolean): void {
  const { host } = store.getState();
  const path = pathIn(list, index);
  const said = t("flow.said.added", { name: nameOf(node, host.names) });
  const select = open ? path : openCopy(host.selected, path);
  const actions = insertNode(host.actions, list, index, node);
  commit(store, { actions, select, focus: path, said });
}

/** Puts a new step in, and opens it: it wants to be filled in. */
export function addStep(store: FlowStore, place: Target, type: string): void {
  put(store, place, blankNode(type, store.getState().host.actions), true);
}

/** Puts in a copy: with ids of its own where its own are taken. */
export function pasteStep(store: FlowStore, place: Target, node: Node): void {
  put(store, place, withFreshIds(node, takenIds(store.getState().host.actions)), false);
}

/** Where the focus goes from a node that is removed: to the next, else the one before, else the one around. */
function neighbour(actions: readonly Node[], path: NodePath): NodePath | null {
  const { list, index } = splitPath(path);
  const count = listAt(actions, list)?.length ?? 0;
  if (count > 0) return pathIn(list, Math.min(index, count - 1));
  return parentOf(path);
}

export function removeStep(store: FlowStore, path: NodePath): void {
  const { host } = store.getState();
  const node = nodeAt(host.actions, path);
  if (node === null) return;
  const actions = removeNode(host.actions, path);
  const { selected } = host;
  const select = selected === null ? null : pathAfterRemoval(selected, path);
  const said = t("flow.said.removed", { name: nameOf(node, host.names) });
  commit(store, { actions, select, focus: neighbour(actions, path), said });
}

export function duplicateStep(store: FlowStore, path: NodePath): void {
  const { host } = store.getState();
  const node = nodeAt(host.actions, path);
  if (node === null) return;
  const { list, index } = splitPath(path);
  const copy = pathIn(list, index + 1);
  const said = t("flow.said.added", { name: nameOf(node, host.names) });
  commit(store, {
    actions: duplicateNode(host.actions, path),
    select: openCopy(host.selected, copy),
    focus: copy,
    said,
  });
}

/** The place of what is open, after a step was moved: the same, the step, or something inside of it. */
function openAfterMove(
  selected: FlowSelection | null,
  from: NodePath,
  landed: NodePath,
): FlowSelection | null {
  if (selected === null) return null;
  if (isWithin(selected, from)) return landed + selected.slice(from.length);
  const { list, index } = splitPath(landed);
  return pathAfterInsert(pathAfterRemoval(selected, from) ?? selected, list, index);
}

/** "Moved Write articles: now number 2 of 5 in Way 1 of If / else." */
function movedWords(store: FlowStore, actions: readonly Node[], landed: NodePath): string {
  const { host } = store.getState();
  const { list, index } = splitPath(landed);
  const node = nodeAt(actions, landed);
  const way = listWords(actions, list, host.names);
  return t("flow.said.moved", {
    name: node === null ? "" : nameOf(node, host.names),
    number: index + 1,
    total: listAt(actions, list)?.length ?? 0,
    place: way === "" ? "" : t("flow.said.in", { way }),
  });
}

/** Whether a move would change anything. */
export function isMove(actions: readonly Node[], from: NodePath, { list, index }: Target): boolean {
  return canMove(actions, from, list) && pathAfterMove(from, list, index) !== from;
}

export function moveStep(store: FlowStore, from: NodePath, to: Target | null): void {
  const { host } = store.getState();
  const node = nodeAt(host.actions, from);
  if (node === null) return;
  if (to === null || !isMove(host.actions, from, to)) {
    say(store, t("flow.said.notMoved", { name: nameOf(node, host.names) }));
    return;
  }
  const actions = moveNode(host.actions, from, to.list, to.index);
  const landed = pathAfterMove(from, to.list, to.index);
  const select = openAfterMove(host.selected, from, landed);
  commit(store, { actions, select, focus: landed, said: movedWords(store, actions, landed) });
}

export function copyStep(store: FlowStore, path: NodePath): Node | null {
  const { host } = store.getState();
  const node = nodeAt(host.actions, path);
  if (node === null) return null;
  copyNode(node);
  say(store, t("flow.said.copied", { name: nameOf(node, host.names) }));
  return node;
}

function replace(store: FlowStore, path: NodePath, change: (node: Node) => Node): void {
  const { host } = store.getState();
  const node = nodeAt(host.actions, path);
  if (node === null) return;
  host.onChange(replaceNode(host.actions, path, change(node)));
  // What was open inside of a way may be gone, or have another place.
  if (host.selected !== null && host.selected !== path && isWithin(host.selected, path)) {
    host.onSelect(path);
  }
  store.setState({ focus: path });
}

export const addWayTo = (store: FlowStore, path: NodePath): void => {
  replace(store, path, addWay);
};

export const removeWayOf = (store: FlowStore, path: NodePath, arm: number): void => {
  replace(store, path, (node) => removeWay(node, arm));
};
