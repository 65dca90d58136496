/** A rule's nodes as a tree: reading, and changing without touching what was there before. */
import { freshName, takenIds, withFreshIds } from "./ids";
import { listAt, nodeAt, slotsOf } from "./lookup";
import { type Hop, hopsTo, isWithin, pathAfterMove, splitPath } from "./paths";
import type { Branch, ListPath, Node, NodePath } from "./types";

export { renameNode, takenIds, withFreshIds } from "./ids";
export { listAt, nodeAt, type Place, type Slot, slotsOf, walk } from "./lookup";
export {
  type BlockKey,
  definitionPath,
  depthOf,
  isWithin,
  ownerOf,
  parentOf,
  pathAfterInsert,
  pathAfterMove,
  pathAfterRemoval,
  pathIn,
  problemKey,
  problemPlace,
  ROOT,
  splitPath,
} from "./paths";
export { type Earlier, earlierSteps, stepsBehind } from "./visible";

type Change = (nodes: readonly Node[]) => Node[];

function withBlock(node: Node, hop: Hop, change: Change): Node {
  if (hop.block !== "branches") {
    const slot = slotsOf(node, "").find(({ block }) => block === hop.block);
    return { ...node, [hop.block]: change(slot?.nodes ?? []) };
  }
  const branches = (node.branches ?? []).map((branch, arm): Branch =>
    arm === hop.arm ? { ...branch, actions: change(branch.actions) } : branch,
  );
  return { ...node, branches };
}

function changed(nodes: readonly Node[], hops: readonly Hop[], change: Change): Node[] {
  const [hop, ...rest] = hops;
  if (hop === undefined) return change(nodes);
  return nodes.map((node, index) =>
    index === hop.index ? withBlock(node, hop, (inner) => changed(inner, rest, change)) : node,
  );
}

/** With another list at a path; the same as before where there is no such list. */
function changeList(actions: readonly Node[], path: ListPath, change: Change): Node[] {
  return listAt(actions, path) === null ? [...actions] : changed(actions, hopsTo(path) ?? [], change);
}

/** With a node put in before the `index`-th of a list; beyond its end at the end. */
export function insertNode(actions: readonly Node[], list: ListPath, index: number, node: Node): Node[] {
  return changeList(actions, list, (nodes) => [...nodes.slice(0, index), node, ...nodes.slice(index)]);
}

export function removeNode(actions: readonly Node[], path: NodePath): Node[] {
  const { list, index } = splitPath(path);
  return changeList(actions, list, (nodes) => nodes.filter((_, at) => at !== index));
}

export function replaceNode(actions: readonly Node[], path: NodePath, node: Node): Node[] {
  const { list, index } = splitPath(path);
  return changeList(actions, list, (nodes) => nodes.map((old, at) => (at === index ? node : old)));
}

/** Whether a node may go there: the list exists, and is not inside of the node. */
export function canMove(actions: readonly Node[], from: NodePath, to: ListPath): boolean {
  return !isWithin(to, from) && nodeAt(actions, from) !== null && listAt(actions, to) !== null;
}

/** With a node moved before what is now the `index`-th of a list; unchanged if it may not go there. */
export function moveNode(actions: readonly Node[], from: NodePath, to: ListPath, index: number): Node[] {
  const node = nodeAt(actions, from);
  if (node === null || !canMove(actions, from, to)) return [...actions];
  const landed = splitPath(pathAfterMove(from, to, index));
  return insertNode(removeNode(actions, from), landed.list, landed.index, node);
}

/** With a copy right behind the node: its ids are fresh, and what refers to them inside of it follows. */
export function duplicateNode(actions: readonly Node[], path: NodePath): Node[] {
  const node = nodeAt(actions, path);
  const { list, index } = splitPath(path);
  if (node === null) return [...actions];
  return insertNode(actions, list, index + 1, withFreshIds(node, takenIds(actions)));
}

/** An id that no node has yet: `generate_ideas`, `generate_ideas_2`, … as the API makes them. */
export const freshId = (actions: readonly Node[], type: string): string =>
  freshName(type, takenIds(actions));

const emptyWay = (type: string): Branch =>
  type === "branch" ? { conditions: [], actions: [] } : { actions: [] };

/** A new node of a type, with the lists that its kind has, and an id of its own. */
export function blankNode(type: string, actions: readonly Node[]): Node {
  const base: Node = { id: freshId(actions, type), type };
  if (type === "branch") return { ...base, branches: [emptyWay(type)], else: [] };
  if (type === "parallel") return { ...base, branches: [emptyWay(type), emptyWay(type)] };
  if (type === "for_each") return { ...base, items: "", actions: [] };
  if (type === "wait") return { ...base, params: { seconds: 3600 } };
  return { ...base, params: {} };
}

/** With one more way to go: a branch with conditions, a lane without. */
export const addWay = (node: Node): Node => ({
  ...node,
  branches: [...(node.branches ?? []), emptyWay(node.type)],
});

/** Without one of its ways, and what is in it; the last one stays, for the API wants one. */
export function removeWay(node: Node, arm: number): Node {
  const branches = node.branches ?? [];
  return branches.length < 2 ? node : { ...node, branches: branches.filter((_, at) => at !== arm) };
}
