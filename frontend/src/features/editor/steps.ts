/** The nodes of a rule's three lists, as the flow and the forms take them. Knows no React. */
import { nodeAt, type Node, type NodePath, type Problems, renameNode, replaceNode } from "@/lib/rule";

import { type Root, ROOTS, type RuleDoc } from "./document";
import { problemsOf } from "./problems";

const HEAD = /^\w+/;
const FLOW_ROOT = "actions";

/** The flow knows one list, `actions`; these lead from the rule's own names to that one and back. */
export const toFlow = (path: NodePath): NodePath => path.replace(HEAD, FLOW_ROOT);
export const fromFlow = (path: NodePath, root: Root): NodePath => path.replace(HEAD, root);

/** What is wrong in one list, and with what starts the rule, as the flow takes it. */
export function flowProblems(problems: Problems, root: Root): Problems {
  if (root === FLOW_ROOT) return problems;
  const own = Object.entries(problemsOf(problems, root));
  return Object.fromEntries(own.map(([key, texts]) => [toFlow(key), texts]));
}

/** With another node at a place; a new id is followed wherever the old one is referred to. */
export function withNode(doc: RuleDoc, root: Root, path: NodePath, node: Node): Partial<RuleDoc> {
  const old = nodeAt(doc[root], path);
  const lists = { ...doc, [root]: replaceNode(doc[root], path, node) };
  if (old === null || old.id === node.id || node.id === "") return { [root]: lists[root] };
  return Object.fromEntries(ROOTS.map((each) => [each, renameNode(lists[each], old.id, node.id)]));
}
