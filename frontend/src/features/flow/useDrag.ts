import type { NodeChange } from "@xyflow/react";
import { useCallback, useRef, useState } from "react";

import type { Plan } from "./canvas";
import { type Drop, dropsFor, nearest } from "./drop";
import { moveStep } from "./edits";
import type { Point } from "./layout";
import type { FlowNode } from "./parts";
import { useFlowStore } from "./store";

export interface Drag {
  id: string;
  position: Point;
}

/** A card follows the pointer; nothing else is laid out anew until it is dropped. */
export function useDrag(plan: Plan) {
  const store = useFlowStore();
  const [drag, setDrag] = useState<Drag | null>(null);
  const drops = useRef<readonly Drop[]>([]);
  const over = useRef<Drop | null>(null);
  const onNodesChange = useCallback((changes: NodeChange<FlowNode>[]) => {
    for (const change of changes) {
      if (change.type === "position" && change.dragging && change.position) {
        setDrag({ id: change.id, position: change.position });
      }
    }
  }, []);
  const onNodeDragStart = useCallback(
    (_: unknown, { id }: FlowNode) => {
      drops.current = dropsFor(plan.graph, plan.layout, store.getState().host.actions, id);
    },
    [plan, store],
  );
  const onNodeDrag = useCallback(
    (_: unknown, { position }: FlowNode) => {
      over.current = nearest(drops.current, position);
      const edge = over.current?.edge ?? null;
      if (store.getState().over !== edge) store.setState({ over: edge });
    },
    [store],
  );
  const onNodeDragStop = useCallback(
    (_: unknown, { id }: FlowNode) => {
      const drop = over.current;
      over.current = null;
      store.setState({ over: null });
      setDrag(null);
      if (drop) moveStep(store, id, drop.target);
    },
    [store],
  );
  return { drag, handlers: { onNodesChange, onNodeDragStart, onNodeDrag, onNodeDragStop } };
}
