/** The nodes of a rule's three lists. Knows no React. */
import {
  type Node,
  nodeAt,
  type NodePath,
  renameNode,
  replaceNode,
  takenIds,
  walk,
  withFreshIds,
} from "@/lib/rule";

import { type Root, ROOTS, type RuleDoc } from "./document";

/** With another node at a place; a new id is followed wherever the old one is referred to. */
export function withNode(doc: RuleDoc, root: Root, path: NodePath, node: Node): Partial<RuleDoc> {
  const old = nodeAt(doc[root], path);
  const lists = { ...doc, [root]: replaceNode(doc[root], path, node) };
  if (old === null || old.id === node.id || node.id === "") return { [root]: lists[root] };
  return Object.fromEntries(ROOTS.map((each) => [each, renameNode(lists[each], old.id, node.id)]));
}

/**
 * One list as it was changed. An id is unique in the whole rule: what has come in with one that another list
 * has gets another.
 */
export function withList(doc: RuleDoc, root: Root, nodes: readonly Node[]): Partial<RuleDoc> {
  const elsewhere = takenIds(ROOTS.filter((each) => each !== root).flatMap((each) => doc[each]));
  let list = [...nodes];
  for (const { path } of walk(nodes, root)) {
    const node = nodeAt(list, path);
    if (node === null || !elsewhere.has(node.id)) continue;
    const taken = new Set([...elsewhere, ...takenIds(list)]);
    list = replaceNode(list, path, withFreshIds(node, taken));
  }
  return { [root]: list };
}
