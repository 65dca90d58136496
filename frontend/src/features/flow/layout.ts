/** Where everything of a flow stands: boxes in boxes, so ways keep their order and nothing ever overlaps. */
import { type ListPath, type Node, type NodePath, pathIn, ROOT, type Slot, slotsOf } from "@/lib/rule";

import { CONDITIONS, END, type Graph, type GraphEdge, joinId, TRIGGER } from "./graph";

export interface Point {
  x: number;
  y: number;
}

export interface Rect extends Point {
  width: number;
  height: number;
}

/** What stands behind the nodes of a loop, or of a lane of a parallel. */
export interface Frame {
  id: string;
  kind: "loop" | "lane";
  rect: Rect;
}

export interface Route {
  points: Point[];
  /** Where a step is put in; null where none can be. */
  plus: Point | null;
  /** The middle of the words about the way that begins here. */
  label: Point | null;
  labelWidth: number;
}

export interface Layout {
  rects: ReadonlyMap<string, Rect>;
  routes: ReadonlyMap<string, Route>;
  frames: readonly Frame[];
}

export const CARD = { width: 248, height: 64 } as const;
export const JOIN = 12;
export const LOOP_JOIN = 24;
const END_SIZE = { width: 84, height: 30 };
/** Between two steps; above what is inside of a node; below it. */
const GAP = 48;
const FAN = 84;
const MERGE = 60;
const WAY_GAP = 40;
const WAY_MIN = 176;
const PAD = 22;
const EMPTY = 8;
const BEND = 18;

interface Box {
  width: number;
  height: number;
  /** Where the line through it runs, from its left. */
  axis: number;
  place: (x: number, y: number) => void;
}

interface Drawing {
  rects: Map<string, Rect>;
  frames: Frame[];
  /** Where the line through a list runs, where it begins, and how wide the list is. */
  lists: Map<ListPath, { axis: number; top: number; width: number }>;
}

const right = ({ width, axis }: Box): number => width - axis;
const most = (numbers: readonly number[]): number => Math.max(0, ...numbers);

/** Steps under one another, their lines in one. */
function listBox(nodes: readonly Node[], list: ListPath, drawing: Drawing): Box {
  const boxes = nodes.map((node, index) => nodeBox(node, pathIn(list, index), drawing));
  const axis = most([WAY_MIN / 2, ...boxes.map((box) => box.axis)]);
  const width = axis + most([WAY_MIN / 2, ...boxes.map(right)]);
  const height = most([EMPTY, boxes.reduce((sum, box) => sum + box.height + GAP, -GAP)]);
  const place = (x: number, y: number) => {
    drawing.lists.set(list, { axis: x + axis, top: y, width });
    let top = y;
    for (const box of boxes) {
      box.place(x + axis - box.axis, top);
      top += box.height + GAP;
    }
  };
  return { width, height, axis, place };
}

/** Ways beside one another, their tops in one line; the line into them is midway. */
function rowBox(boxes: readonly Box[]): Box {
  const lefts: number[] = [];
  let width = 0;
  for (const box of boxes) {
    lefts.push(width);
    width += box.width + WAY_GAP;
  }
  const lines = boxes.map((box, at) => (lefts[at] ?? 0) + box.axis);
  return {
    width: Math.max(0, width - WAY_GAP),
    height: most(boxes.map((box) => box.height)),
    axis: ((lines.at(0) ?? 0) + (lines.at(-1) ?? 0)) / 2,
    place: (x, y) => {
      boxes.forEach((box, at) => {
        box.place(x + (lefts[at] ?? 0), y);
      });
    },
  };
}

function padded(box: Box, pad: number): Box {
  return {
    width: box.width + 2 * pad,
    height: box.height,
    axis: box.axis + pad,
    place: (x, y) => {
      box.place(x + pad, y);
    },
  };
}

/** A box that is at least as wide as a card around its line. */
function widened(box: Box): Box {
  const axis = Math.max(box.axis, CARD.width / 2);
  const place = (x: number, y: number) => {
    box.place(x + axis - box.axis, y);
  };
  return { ...box, axis, width: axis + Math.max(right(box), CARD.width / 2), place };
}

function cardBox(id: string, drawing: Drawing): Box {
  const place = (x: number, y: number) => {
    drawing.rects.set(id, { x, y, ...CARD });
  };
  return { ...CARD, axis: CARD.width / 2, place };
}

function addLane(slot: Slot, box: Box, height: number, at: Point, drawing: Drawing): void {
  const rect = {
    x: at.x - 12,
    y: at.y - FAN + BEND + 8,
    width: box.width + 24,
    height: height + FAN - BEND,
  };
  drawing.frames.push({ id: `${slot.path}/lane`, kind: "lane", rect });
}

/** The ways of a node; those of a parallel stand on lanes. */
function waysBox(node: Node, slots: readonly Slot[], drawing: Drawing): Box {
  const isLaned = node.type === "parallel";
  const isLoop = slots.some(({ block }) => block === "actions");
  const boxes = slots.map((slot) => listBox(slot.nodes, slot.path, drawing));
  const height = most(boxes.map((box) => box.height));
  const laned = boxes.map((box, at): Box => {
    const slot = slots[at];
    const place = (x: number, y: number) => {
      if (slot) addLane(slot, box, height, { x, y }, drawing);
      box.place(x, y);
    };
    return isLaned ? { ...box, place } : box;
  });
  const row = rowBox(laned);
  return isLoop || isLaned ? padded(row, PAD) : row;
}

interface Parts {
  node: Node;
  path: NodePath;
  ways: Box;
  isLoop: boolean;
  handler: Box | null;
}

function placeParts(parts: Parts, body: Box, x: number, y: number, drawing: Drawing): void {
  const { path, ways, isLoop, handler } = parts;
  const line = x + body.axis;
  const top = y + CARD.height + FAN;
  const size = isLoop ? LOOP_JOIN : JOIN;
  const join = y + body.height - size;
  if (isLoop) {
    const rect = {
      x,
      y: y + CARD.height / 2,
      width: body.width,
      height: join + size / 2 - y - CARD.height / 2,
    };
    drawing.frames.push({ id: `${path}/frame`, kind: "loop", rect });
  }
  drawing.rects.set(path, { x: line - CARD.width / 2, y, ...CARD });
  ways.place(line - ways.axis, top);
  handler?.place(x + body.width + WAY_GAP, top);
  drawing.rects.set(joinId(path), { x: line - size / 2, y: join, width: size, height: size });
}

/** A card; of a node that has nodes inside also these, where they meet again, and its handler at the right. */
function nodeBox(node: Node, path: NodePath, drawing: Drawing): Box {
  const slots = slotsOf(node, path);
  if (slots.length === 0) return cardBox(path, drawing);
  const inner = slots.filter(({ block }) => block !== "on_error");
  const failing = slots.find(({ block }) => block === "on_error");
  const handler = failing ? listBox(failing.nodes, failing.path, drawing) : null;
  const ways = waysBox(node, inner, drawing);
  const isLoop = inner.some(({ block }) => block === "actions");
  const tallest = Math.max(ways.height, handler?.height ?? 0);
  const height = CARD.height + FAN + tallest + MERGE + (isLoop ? LOOP_JOIN : JOIN);
  const body = { ...widened(ways), height };
  const width = body.width + (handler ? WAY_GAP + handler.width : 0);
  const parts: Parts = { node, path, ways, isLoop, handler };
  const place = (x: number, y: number) => {
    placeParts(parts, body, x, y, drawing);
  };
  return { width, height, axis: body.axis, place };
}

const middle = ({ x, width }: Rect): number => x + width / 2;
const same = (a: number, b: number): boolean => Math.abs(a - b) < 0.5;

/** From the card down, to the line of the list, along it, and back to where the ways meet. */
function pointsOf(edge: GraphEdge, from: Rect, to: Rect, axis: number): Point[] {
  const start =
    edge.kind === "fail"
      ? { x: from.x + from.width, y: from.y + from.height / 2 }
      : { x: middle(from), y: from.y + from.height };
  const end = { x: middle(to), y: to.y };
  const out = edge.kind === "fail" ? start.y : start.y + BEND;
  const points = [start];
  if (!same(start.x, axis)) points.push({ x: start.x, y: out }, { x: axis, y: out });
  if (!same(end.x, axis)) points.push({ x: axis, y: end.y - BEND }, { x: end.x, y: end.y - BEND });
  return [...points, end];
}

function routeOf(edge: GraphEdge, drawing: Drawing): Route | null {
  const from = drawing.rects.get(edge.source);
  const to = drawing.rects.get(edge.target);
  if (!from || !to) return null;
  const list = edge.at ? drawing.lists.get(edge.at.list) : undefined;
  const axis = list?.axis ?? middle(from);
  const points = pointsOf(edge, from, to, axis);
  if (!list) return { points, plus: null, label: null, labelWidth: 0 };
  const isWay = edge.way !== null;
  const plus = { x: axis, y: isWay ? list.top - 20 : from.y + from.height + GAP / 2 };
  const label = isWay ? { x: axis, y: list.top - 48 } : null;
  return { points, plus, label, labelWidth: list.width - 8 };
}

function placeEnds(drawing: Drawing, axis: number, bottom: number): void {
  const x = axis - CARD.width / 2;
  drawing.rects.set(TRIGGER, { x, y: 0, ...CARD });
  drawing.rects.set(CONDITIONS, { x, y: CARD.height + GAP, ...CARD });
  drawing.rects.set(END, { x: axis - END_SIZE.width / 2, y: bottom, ...END_SIZE });
}

/** Places for all nodes and edges of a rule's graph. Takes time in proportion to their number. */
export function layoutOf(graph: Graph, actions: readonly Node[]): Layout {
  const drawing: Drawing = { rects: new Map(), frames: [], lists: new Map() };
  const list = listBox(actions, ROOT, drawing);
  const top = 2 * (CARD.height + GAP);
  list.place(0, top);
  placeEnds(drawing, list.axis, actions.length === 0 ? top : top + list.height + GAP);
  const routes = new Map<string, Route>();
  for (const edge of graph.edges) {
    const route = routeOf(edge, drawing);
    if (route) routes.set(edge.id, route);
  }
  return { rects: drawing.rects, routes, frames: drawing.frames };
}

/** An SVG path through points, its corners rounded. */
export function roundedPath(points: readonly Point[], radius = 10): string {
  const [start, ...rest] = points;
  if (start === undefined) return "";
  let path = `M${String(start.x)} ${String(start.y)}`;
  rest.forEach((point, at) => {
    const before = points[at] ?? point;
    const after = rest[at + 1];
    const reach = Math.min(radius, distance(before, point) / 2, after ? distance(point, after) / 2 : 0);
    const near = towards(point, before, reach);
    path += `L${String(near.x)} ${String(near.y)}`;
    if (!after) return;
    const far = towards(point, after, reach);
    path += `Q${String(point.x)} ${String(point.y)} ${String(far.x)} ${String(far.y)}`;
  });
  return path;
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

function towards(from: Point, to: Point, reach: number): Point {
  const whole = distance(from, to) || 1;
  return {
    x: from.x + ((to.x - from.x) / whole) * reach,
    y: from.y + ((to.y - from.y) / whole) * reach,
  };
}
