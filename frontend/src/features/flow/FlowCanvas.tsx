import "@xyflow/react/dist/base.css";

import { useComputedColorScheme } from "@mantine/core";
import {
  Background,
  ReactFlow,
  type ReactFlowInstance,
  ReactFlowProvider,
  type ReactFlowState,
  useReactFlow,
  useStore,
  useStoreApi,
} from "@xyflow/react";
import { useEffect, useEffectEvent, useId, useMemo, useRef } from "react";

import { t } from "@/lib/i18n";

import { edgesOf, nodesOf, type Plan, planOf, type Shown } from "./canvas";
import { CanvasControls } from "./CanvasControls";
import classes from "./flow.module.css";
import { CARD } from "./layout";
import { Live } from "./Live";
import { Palette } from "./Palette";
import { edgeTypes, type FlowEdge, type FlowNode, nodeTypes } from "./parts";
import { FlowContext, useFlow, useFlowStore } from "./store";
import type { FlowProps } from "./types";
import { type Drag, useDrag } from "./useDrag";
import { useFlowEvents } from "./useFlowEvents";
import { useHost } from "./useHost";
import { useKeptMiddle } from "./useKeptMiddle";

type Canvas = ReactFlowInstance<FlowNode, FlowEdge>;

const NO_PROBLEMS = {};
const MARGIN = 40;
/** From so many steps on the overview is of use. */
const LONG = 5;

/** At the beginning the top of the flow, as large as its width allows, and readable in any case. */
function showTop(canvas: Canvas, element: HTMLElement, plan: Plan): void {
  const rects = [...plan.layout.rects.values(), ...plan.layout.frames.map(({ rect }) => rect)];
  const left = Math.min(...rects.map(({ x }) => x));
  const right = Math.max(...rects.map(({ x, width }) => x + width));
  const wide = element.clientWidth;
  const zoom = Math.min(1, Math.max(0.6, wide / (right - left + 2 * MARGIN)));
  const axis = plan.layout.rects.get("trigger")?.x ?? 0;
  const middle = zoom > 0.6 ? (left + right) / 2 : axis + CARD.width / 2;
  void canvas.setViewport({ x: wide / 2 - middle * zoom, y: MARGIN * zoom, zoom });
}

const sizeOf = ({ width, height }: ReactFlowState): string => `${String(width)} ${String(height)}`;

/** Brings what takes the focus into view, and what is open when the canvas gets another size by that. */
function useInView(plan: Plan, selected: string | null): void {
  const { getViewport, setCenter } = useReactFlow();
  const pane = useStoreApi();
  const size = useStore(sizeOf);
  const focus = useFlow((state) => state.focus);
  const show = useEffectEvent((id: string | null) => {
    const rect = id === null ? undefined : plan.layout.rects.get(id);
    const { width, height } = pane.getState();
    if (!rect || width === 0) return;
    const { x, y, zoom } = getViewport();
    const left = rect.x * zoom + x;
    const top = rect.y * zoom + y;
    const fits =
      left >= 0 && top >= 0 && left + rect.width * zoom <= width && top + rect.height * zoom <= height;
    if (!fits) void setCenter(rect.x + rect.width / 2, rect.y + rect.height / 2, { zoom });
  });
  useEffect(() => {
    show(focus);
  }, [focus, plan]);
  useEffect(() => {
    show(selected);
  }, [selected, size]);
}

/** An outline where the dragged card came from. */
const ghostOf = ({ position, width, height, measured, handles }: FlowNode): FlowNode => ({
  ...{ position, width, height, measured, handles },
  id: "ghost",
  type: "frame",
  data: { kind: "ghost" },
  draggable: false,
  selectable: false,
});

/** The nodes with the one that is dragged where it is just now, and the one that is open marked. */
function useShownNodes(
  base: readonly FlowNode[],
  selected: string | null,
  drag: Drag | null,
): FlowNode[] {
  const marked = useMemo(
    () => base.map((node) => (node.id === selected ? { ...node, selected: true } : node)),
    [base, selected],
  );
  return useMemo(() => {
    if (drag === null) return marked;
    const { id, position } = drag;
    return marked.flatMap((node): FlowNode[] =>
      node.id === id ? [ghostOf(node), { ...node, position, dragging: true, zIndex: 5 }] : [node],
    );
  }, [marked, drag]);
}

function Inside({ shown, selected }: { shown: Shown; selected: string | null }) {
  const store = useFlowStore();
  const element = useRef<HTMLDivElement>(null);
  const keysId = useId();
  const scheme = useComputedColorScheme("light");
  const { rule } = shown;
  const plan = useMemo(() => planOf(rule), [rule]);
  const base = useMemo(() => nodesOf(plan, shown), [plan, shown]);
  const edges = useMemo(() => edgesOf(plan, shown), [plan, shown]);
  const { drag, handlers } = useDrag(plan);
  const nodes = useShownNodes(base, selected, drag);
  useInView(plan, selected);
  useKeptMiddle(element);
  return (
    <div
      ref={element}
      className={classes.canvas}
      role="presentation"
      data-dragging={drag !== null || undefined}
      {...useFlowEvents(store)}
    >
      <p id={keysId} className="visually-hidden">
        {t("flow.keys")}
      </p>
      <ReactFlow<FlowNode, FlowEdge>
        aria-label={t("flow.label")}
        aria-describedby={keysId}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        colorMode={scheme}
        minZoom={0.15}
        maxZoom={1.5}
        nodesDraggable={!shown.readOnly}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode={null}
        panActivationKeyCode={null}
        zoomOnDoubleClick={false}
        panOnScroll
        nodeDragThreshold={4}
        onlyRenderVisibleElements
        attributionPosition="top-right"
        onInit={(canvas) => {
          if (element.current) showTop(canvas, element.current, plan);
        }}
        onPaneClick={() => {
          store.getState().host.onSelect(null);
        }}
        {...handlers}
      >
        <Background gap={22} size={1.4} />
        <CanvasControls isLong={rule.actions.length > LONG} />
      </ReactFlow>
      <Palette />
      <Live />
    </div>
  );
}

/** A rule as a canvas: the part that is loaded when a flow is first shown. */
export function FlowCanvas(props: FlowProps) {
  const { rule, names, statuses, triggerText, selected = null, readOnly = false } = props;
  const problems = props.problems ?? NO_PROBLEMS;
  const store = useHost(props);
  const shown = useMemo(
    () => ({ rule, names, problems, statuses: statuses ?? NO_PROBLEMS, readOnly, triggerText }),
    [rule, names, problems, statuses, readOnly, triggerText],
  );
  return (
    <FlowContext value={store}>
      <ReactFlowProvider>
        <Inside shown={shown} selected={selected} />
      </ReactFlowProvider>
    </FlowContext>
  );
}
