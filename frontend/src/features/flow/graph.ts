/** A rule as nodes and edges, and back: nothing is lost on the way. */
import {
  type BlockKey,
  type Condition,
  type ListPath,
  type Node,
  type NodePath,
  pathIn,
  ROOT,
  type Slot,
  slotsOf,
} from "@/lib/rule";

import type { FlowRule, FlowTrigger } from "./types";

export const TRIGGER = "trigger";
export const CONDITIONS = "conditions";
export const END = "end";

/** `join`: where the ways of a node meet again. */
export type GraphNode =
  | { kind: "trigger"; id: string; trigger: FlowTrigger }
  | { kind: "conditions"; id: string; conditions: Condition | null }
  | { kind: "step"; id: NodePath; node: Node }
  | { kind: "join"; id: string; node: Node; path: NodePath }
  | { kind: "end"; id: string };

/** `start`: out of trigger and conditions; `next`: within a list; `way`: into one; `merge`: out of one;
 * `fail`: into a handler; `pass`: past a handler. */
export type EdgeKind = "start" | "next" | "way" | "fail" | "merge" | "pass";

export interface GraphEdge {
  id: string;
  kind: EdgeKind;
  source: string;
  target: string;
  /** Where a node that is put in on this edge stands; null where none can stand. */
  at: { list: ListPath; index: number } | null;
  /** Of edges that lead into a list of a node: which one. */
  way: { path: NodePath; block: BlockKey; arm: number } | null;
}

export interface Graph {
  nodes: GraphNode[];
  edges: GraphEdge[];
}

export const joinId = (path: NodePath): string => `${path}/join`;
export const edgeId = (list: ListPath, index: number): string => `${list}#${String(index)}`;

/** A node without the nodes inside of it; their lists stay, empty. */
function shellOf(node: Node): Node {
  return {
    ...node,
    ...(node.branches && { branches: node.branches.map((way) => ({ ...way, actions: [] })) }),
    ...(node.else && { else: [] }),
    ...(node.actions && { actions: [] }),
    ...(Array.isArray(node.on_error) && { on_error: [] }),
  };
}

const exitOf = (node: Node, path: NodePath): string =>
  slotsOf(node, path).length > 0 ? joinId(path) : path;

/** Of edges into a list: what kind they are, and whose list it is. */
interface Entry {
  kind: EdgeKind;
  way: GraphEdge["way"];
}

interface ListDraft {
  nodes: readonly Node[];
  list: ListPath;
  from: string;
  to: string;
  entry: Entry;
}

function edgeOf({ nodes, list, from, to, entry }: ListDraft, index: number): GraphEdge {
  const before = nodes[index - 1];
  const isLast = index === nodes.length;
  const ends = entry.kind === "next" ? "next" : "merge";
  return {
    id: edgeId(list, index),
    kind: before === undefined ? entry.kind : isLast ? ends : "next",
    source: before === undefined ? from : exitOf(before, pathIn(list, index - 1)),
    target: isLast ? to : pathIn(list, index),
    at: { list, index },
    way: before === undefined ? entry.way : null,
  };
}

const entryOf = (path: NodePath, { block, arm }: Slot): Entry => ({
  kind: block === "on_error" ? "fail" : "way",
  way: { path, block, arm },
});

/** A handler stands beside the way on; a loop is its only way, and so are the branches together. */
function passOf(path: NodePath): GraphEdge {
  const join = joinId(path);
  return { id: `${path}#pass`, kind: "pass", source: path, target: join, at: null, way: null };
}

function addStep(graph: Graph, node: Node, path: NodePath): void {
  graph.nodes.push({ kind: "step", id: path, node: shellOf(node) });
  const slots = slotsOf(node, path);
  if (slots.length === 0) return;
  const join = joinId(path);
  for (const slot of slots) {
    const entry = entryOf(path, slot);
    addList(graph, { nodes: slot.nodes, list: slot.path, from: path, to: join, entry });
  }
  if (slots.every(({ block }) => block === "on_error")) graph.edges.push(passOf(path));
  graph.nodes.push({ kind: "join", id: join, node: shellOf(node), path });
}

function addList(graph: Graph, draft: ListDraft): void {
  for (let index = 0; index <= draft.nodes.length; index += 1) {
    graph.edges.push(edgeOf(draft, index));
    const node = draft.nodes[index];
    if (node !== undefined) addStep(graph, node, pathIn(draft.list, index));
  }
}

/** The graph of a rule; its nodes in the order of the document. */
export function toGraph({ trigger, conditions, actions }: FlowRule): Graph {
  const graph: Graph = {
    nodes: [
      { kind: "trigger", id: TRIGGER, trigger },
      { kind: "conditions", id: CONDITIONS, conditions },
    ],
    edges: [{ id: "start", kind: "start", source: TRIGGER, target: CONDITIONS, at: null, way: null }],
  };
  const entry: Entry = { kind: "next", way: null };
  addList(graph, { nodes: actions, list: ROOT, from: CONDITIONS, to: END, entry });
  graph.nodes.push({ kind: "end", id: END });
  return graph;
}

interface Index {
  steps: ReadonlyMap<string, Node>;
  /** Where the edge at a place leads. */
  targets: ReadonlyMap<string, string>;
}

function readSlot(index: Index, path: NodePath, block: string): Node[] {
  return readList(index, `${path}/${block}`);
}

function readNode(index: Index, path: NodePath, shell: Node): Node {
  const ways = shell.branches?.map((way, arm) => ({
    ...way,
    actions: readSlot(index, path, `branches/${String(arm)}/actions`),
  }));
  return {
    ...shell,
    ...(ways && { branches: ways }),
    // An edge leads also into an `else` or a loop that the document does not have: nothing is there then.
    ...(shell.else && { else: readSlot(index, path, "else") }),
    ...(shell.actions && { actions: readSlot(index, path, "actions") }),
    ...(Array.isArray(shell.on_error) && { on_error: readSlot(index, path, "on_error") }),
  };
}

function readList(index: Index, list: ListPath): Node[] {
  const nodes: Node[] = [];
  for (;;) {
    const target = index.targets.get(edgeId(list, nodes.length)) ?? "";
    const shell = target === pathIn(list, nodes.length) ? index.steps.get(target) : undefined;
    if (shell === undefined) return nodes;
    nodes.push(readNode(index, target, shell));
  }
}

/** The rule that a graph is of: read from its nodes and edges alone. */
export function fromGraph({ nodes, edges }: Graph): FlowRule {
  const steps = new Map<string, Node>();
  let trigger: FlowTrigger = { trigger: "manual" };
  let conditions: Condition | null = null;
  for (const one of nodes) {
    if (one.kind === "step") steps.set(one.id, one.node);
    if (one.kind === "trigger") trigger = one.trigger;
    if (one.kind === "conditions") conditions = one.conditions;
  }
  const targets = new Map(
    edges.flatMap(({ at, target }) => (at ? [[edgeId(at.list, at.index), target] as const] : [])),
  );
  return { trigger, conditions, actions: readList({ steps, targets }, ROOT) };
}
