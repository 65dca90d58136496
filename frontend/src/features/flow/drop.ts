/** Where a step that is dragged over the canvas would go. */
import { isWithin, type Node, type NodePath } from "@/lib/rule";

import { isMove } from "./edits";
import type { Graph } from "./graph";
import { CARD, type Layout, type Point } from "./layout";
import type { Target } from "./moves";

export interface Drop {
  /** The edge that it would go onto. */
  edge: string;
  target: Target;
  at: Point;
}

/** How far the middle of the card may be from the middle of the edge. */
const REACH: Point = { x: CARD.width * 0.6, y: CARD.height };

/** Every place to which a step can be moved; worked out once, when the drag begins. */
export function dropsFor(
  graph: Graph,
  layout: Layout,
  actions: readonly Node[],
  from: NodePath,
): Drop[] {
  return graph.edges.flatMap(({ id, at }) => {
    const plus = layout.routes.get(id)?.plus;
    if (!at || !plus || isWithin(at.list, from) || !isMove(actions, from, at)) return [];
    return [{ edge: id, target: at, at: plus }];
  });
}

/** The nearest of the places that are in reach of the middle of a card; null if none is. */
export function nearest(drops: readonly Drop[], card: Point): Drop | null {
  const x = card.x + CARD.width / 2;
  const y = card.y + CARD.height / 2;
  let best: Drop | null = null;
  let least = Infinity;
  for (const drop of drops) {
    const dx = Math.abs(drop.at.x - x);
    const dy = Math.abs(drop.at.y - y);
    if (dx > REACH.x || dy > REACH.y || dx + 2 * dy >= least) continue;
    best = drop;
    least = dx + 2 * dy;
  }
  return best;
}
