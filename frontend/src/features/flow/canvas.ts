/** A rule as what React Flow takes: nodes and edges with their places and sizes, so that it measures nothing. */
import { Position } from "@xyflow/react";
import type { ReactNode } from "react";

import { type BlockKey, type Node, nodeAt, type Problems } from "@/lib/rule";

import { CONDITIONS, type Graph, type GraphEdge, type GraphNode, toGraph, TRIGGER } from "./graph";
import { type Layout, layoutOf, type Rect } from "./layout";
import type { FlowEdge, FlowNode } from "./parts";
import { countProblems } from "./problems";
import { takenEdges } from "./statuses";
import type { FlowRule, FlowStatuses, StepType } from "./types";
import { conditionsWords, nameOf, summaryOf, triggerWords, wayWords } from "./words";

export interface Plan {
  graph: Graph;
  layout: Layout;
}

export function planOf(rule: FlowRule): Plan {
  const graph = toGraph(rule);
  return { graph, layout: layoutOf(graph, rule.actions) };
}

/** Sizes and the places where edges touch, so that nothing has to be measured in the page. */
function box({ x, y, width, height }: Rect) {
  return {
    position: { x, y },
    width,
    height,
    measured: { width, height },
    handles: [
      { type: "target" as const, position: Position.Top, x: width / 2, y: 0 },
      { type: "source" as const, position: Position.Bottom, x: width / 2, y: height },
    ],
  };
}

export interface Shown {
  rule: FlowRule;
  names: readonly StepType[];
  problems: Problems;
  statuses: FlowStatuses;
  readOnly: boolean;
  triggerText: ReactNode;
}

const FIXED = { draggable: false, selectable: false } as const;

function nodeOf(one: GraphNode, rect: Rect, shown: Shown, count: ReadonlyMap<string, number>): FlowNode {
  const { id } = one;
  const seen = { status: shown.statuses[id], problems: count.get(id) ?? 0 };
  switch (one.kind) {
    case "step": {
      // The graph has it without its inside, which its words are about.
      const node = nodeAt(shown.rule.actions, id) ?? one.node;
      const data = {
        ...seen,
        node,
        path: id,
        name: nameOf(node, shown.names),
        summary: summaryOf(node),
      };
      return { id, type: "step", data, draggable: !shown.readOnly, ...box(rect) };
    }
    case "trigger": {
      const text = shown.triggerText ?? triggerWords(one.trigger);
      const data = { ...seen, what: TRIGGER, kind: one.trigger.trigger, text } as const;
      return { id, type: "start", data, ...FIXED, ...box(rect) };
    }
    case "conditions": {
      const data = {
        ...seen,
        what: CONDITIONS,
        kind: "",
        text: conditionsWords(one.conditions),
      } as const;
      return { id, type: "start", data, ...FIXED, ...box(rect) };
    }
    case "join": {
      const what = one.node.type === "for_each" ? "loop" : "join";
      return { id, type: "mark", data: { what }, ...FIXED, ...box(rect) };
    }
    case "end":
      return { id, type: "mark", data: { what: "end" }, ...FIXED, ...box(rect) };
  }
}

/** Frames first: they stand behind everything. */
export function nodesOf({ graph, layout }: Plan, shown: Shown): FlowNode[] {
  const count = countProblems(shown.problems);
  const frames = layout.frames.map(({ id, kind, rect }): FlowNode => ({
    id,
    type: "frame",
    data: { kind },
    zIndex: -1,
    ...FIXED,
    ...box(rect),
  }));
  const nodes = graph.nodes.flatMap((one) => {
    const rect = layout.rects.get(one.id);
    return rect ? [nodeOf(one, rect, shown, count)] : [];
  });
  return [...frames, ...nodes];
}

function labelOf(actions: readonly Node[], way: { path: string; block: BlockKey; arm: number }): string {
  const node = nodeAt(actions, way.path);
  return node === null ? "" : wayWords(node, way.block, way.arm);
}

function lineOf(edge: GraphEdge, layout: Layout, shown: Shown, taken: boolean): FlowEdge | null {
  const route = layout.routes.get(edge.id);
  if (!route) return null;
  const { actions } = shown.rule;
  const data: FlowEdge["data"] = {
    route,
    at: edge.at,
    label: edge.way ? labelOf(actions, edge.way) : "",
    tone: edge.kind === "fail" ? "fail" : "way",
    taken,
    isFirst: actions.length === 0 && edge.at !== null,
  };
  const { id, source, target } = edge;
  return { id, source, target, type: "flow", data, focusable: false, selectable: false };
}

export function edgesOf({ graph, layout }: Plan, shown: Shown): FlowEdge[] {
  const taken = takenEdges(graph, shown.statuses);
  const lines = graph.edges.map((edge) => lineOf(edge, layout, shown, taken.has(edge.id)));
  return lines.filter((line): line is FlowEdge => line !== null);
}
