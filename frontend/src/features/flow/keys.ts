/** The keyboard on a flow: going from step to step, moving, adding, removing. */
import {
  type Node,
  nodeAt,
  type NodePath,
  parentOf,
  pathIn,
  slotsOf,
  splitPath,
  walk,
} from "@/lib/rule";

import { duplicateStep, moveStep, removeStep } from "./edits";
import { CONDITIONS, TRIGGER } from "./graph";
import { movesOf, type Target } from "./moves";
import { type FlowStore, setFocus } from "./store";
import type { FlowSelection } from "./types";

/** Every part that can be opened, in the order in which one goes through them. */
export function stops(actions: readonly Node[], root: string, isWhole: boolean): FlowSelection[] {
  const steps = walk(actions, root).map(({ path }) => path);
  return isWhole ? [TRIGGER, CONDITIONS, ...steps] : steps;
}

/** The first step of the way beside the one that a step is in. */
function beside(actions: readonly Node[], path: NodePath, by: 1 | -1): NodePath | null {
  const owner = parentOf(path);
  const node = owner === null ? null : nodeAt(actions, owner);
  if (owner === null || node === null) return null;
  const slots = slotsOf(node, owner);
  const at = slots.findIndex((slot) => slot.path === splitPath(path).list);
  for (let next = at + by; next >= 0 && next < slots.length; next += by) {
    const slot = slots[next];
    if (slot && slot.nodes.length > 0) return pathIn(slot.path, 0);
  }
  return by === -1 ? owner : null;
}

/** The first step inside of a node. */
function firstInside(actions: readonly Node[], path: NodePath): NodePath | null {
  const node = nodeAt(actions, path);
  const slot = node === null ? undefined : slotsOf(node, path).find(({ nodes }) => nodes.length > 0);
  return slot === undefined ? null : pathIn(slot.path, 0);
}

function goTo(store: FlowStore, from: FlowSelection, key: string): FlowSelection | null {
  const { actions, root } = store.getState().host;
  const all = stops(actions, root, root === "actions");
  const at = all.indexOf(from);
  if (key === "ArrowDown") return all[at + 1] ?? null;
  if (key === "ArrowUp") return all[at - 1] ?? null;
  if (key === "Home") return all[0] ?? null;
  if (key === "End") return all.at(-1) ?? null;
  if (key === "ArrowRight") return beside(actions, from, 1) ?? firstInside(actions, from);
  if (key === "ArrowLeft") return beside(actions, from, -1);
  return null;
}

/** Where Alt with an arrow moves a step. */
function altMove(actions: readonly Node[], path: NodePath, key: string): Target | null | undefined {
  const { up, down, out, into } = movesOf(actions, path);
  const targets: Readonly<Record<string, Target | null>> = {
    ArrowUp: up,
    ArrowDown: down,
    ArrowLeft: out,
    ArrowRight: into[0] ?? null,
  };
  return targets[key];
}

/** The place right behind a step; behind trigger and conditions the beginning. */
export function placeAfter(selection: FlowSelection, root: string): Target {
  if (selection === TRIGGER || selection === CONDITIONS) return { list: root, index: 0 };
  const { list, index } = splitPath(selection);
  return { list, index: index + 1 };
}

const isStep = (store: FlowStore, selection: FlowSelection): boolean =>
  nodeAt(store.getState().host.actions, selection) !== null;

function edit(store: FlowStore, from: FlowSelection, event: Pick<KeyboardEvent, KeyParts>): boolean {
  const { host } = store.getState();
  if (event.key === "a" || event.key === "A" || event.key === "Insert") {
    store.setState({ palette: placeAfter(from, host.root) });
    return true;
  }
  if (!isStep(store, from)) return false;
  if (event.key === "Delete" || event.key === "Backspace") {
    removeStep(store, from);
    return true;
  }
  return false;
}

function editWithModifier(
  store: FlowStore,
  from: FlowSelection,
  event: Pick<KeyboardEvent, KeyParts>,
): boolean {
  if (!isStep(store, from)) return false;
  if (event.altKey) {
    const target = altMove(store.getState().host.actions, from, event.key);
    if (target === undefined) return false;
    moveStep(store, from, target);
    return true;
  }
  if (event.key.toLowerCase() !== "d") return false;
  duplicateStep(store, from);
  return true;
}

type KeyParts = "key" | "altKey" | "ctrlKey" | "metaKey" | "shiftKey";

/** Does what a key means on a part of the flow.
 * @returns whether it meant something, so that the browser need not do anything about it. */
export function pressKey(
  store: FlowStore,
  from: FlowSelection,
  event: Pick<KeyboardEvent, KeyParts>,
): boolean {
  const { host } = store.getState();
  if (event.altKey || event.ctrlKey || event.metaKey) {
    return !host.readOnly && editWithModifier(store, from, event);
  }
  const to = goTo(store, from, event.key);
  if (to !== null) {
    setFocus(store, to);
    return true;
  }
  if (event.key === "Escape" && host.selected !== null) {
    host.onSelect(null);
    return true;
  }
  return !host.readOnly && edit(store, from, event);
}
