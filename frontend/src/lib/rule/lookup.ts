/** Finding nodes and lists of nodes in a rule. */
import { type BlockKey, hopsTo, pathIn, ROOT, splitPath } from "./paths";
import type { ListPath, Node, NodePath } from "./types";

/** A list of nodes within a node. */
export interface Slot {
  path: ListPath;
  block: BlockKey;
  /** Which of the branches; -1 for other blocks. */
  arm: number;
  nodes: readonly Node[];
}

/** A node and where it stands. */
export interface Place {
  path: NodePath;
  node: Node;
  list: ListPath;
  index: number;
  /** How many nodes stand around it. */
  depth: number;
}

/** The lists of a node in the order of the document; an empty `else` or loop is one too, for it can be filled. */
export function slotsOf(node: Node, path: NodePath): Slot[] {
  const slots: Slot[] = (node.branches ?? []).map((branch, arm) => ({
    path: `${path}/branches/${String(arm)}/actions`,
    block: "branches",
    arm,
    nodes: branch.actions,
  }));
  const add = (block: BlockKey, nodes: readonly Node[] | undefined) => {
    if (nodes !== undefined) slots.push({ path: `${path}/${block}`, block, arm: -1, nodes });
  };
  add("else", node.else ?? (node.type === "branch" ? [] : undefined));
  add("actions", node.actions ?? (node.type === "for_each" ? [] : undefined));
  add("on_error", Array.isArray(node.on_error) ? node.on_error : undefined);
  return slots;
}

function visit(nodes: readonly Node[], list: ListPath, depth: number, found: Place[]): void {
  nodes.forEach((node, index) => {
    const path = pathIn(list, index);
    found.push({ path, node, list, index, depth });
    for (const slot of slotsOf(node, path)) visit(slot.nodes, slot.path, depth + 1, found);
  });
}

/** Every node with its place, in the order of the document, handlers included.
 * @param root the name of the list: `actions`, `on_failure` or `on_recovery`. */
export function walk(actions: readonly Node[], root: ListPath = ROOT): Place[] {
  const found: Place[] = [];
  visit(actions, root, 0, found);
  return found;
}

/** The nodes of a list; null if there is no such list. */
export function listAt(actions: readonly Node[], path: ListPath): readonly Node[] | null {
  const hops = hopsTo(path);
  let nodes: readonly Node[] | null = hops === null ? null : actions;
  for (const { index, block, arm } of hops ?? []) {
    const node: Node | undefined = nodes?.[index];
    const slots = node === undefined ? [] : slotsOf(node, "");
    nodes = slots.find((slot) => slot.block === block && slot.arm === arm)?.nodes ?? null;
  }
  return nodes;
}

/** The node at a path; null if there is none. */
export function nodeAt(actions: readonly Node[], path: NodePath): Node | null {
  const { list, index } = splitPath(path);
  return listAt(actions, list)?.[index] ?? null;
}
