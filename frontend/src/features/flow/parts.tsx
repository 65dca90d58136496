/** The nodes and edges of the canvas, as React Flow draws them. */
import {
  BaseEdge,
  type Edge,
  EdgeLabelRenderer,
  type EdgeProps,
  Handle,
  type Node as CanvasNode,
  type NodeProps,
  Position,
} from "@xyflow/react";
import { IconFilter, IconPlus, IconRepeat } from "@tabler/icons-react";
import { memo, type ReactNode } from "react";

import { t } from "@/lib/i18n";
import type { Node, NodePath } from "@/lib/rule";

import { Card, StepCard } from "./Card";
import classes from "./flow.module.css";
import { triggerIcon } from "./kinds";
import { type Point, roundedPath, type Route } from "./layout";
import type { Target } from "./moves";
import { StepMenu } from "./StepMenu";
import { useFlow, useFlowStore } from "./store";
import type { FlowStatus, FlowTrigger } from "./types";
import { placeWords } from "./words";

/** Types, not interfaces: React Flow asks for data that can be indexed. */
type Shown = Readonly<{ status: FlowStatus | undefined; problems: number }>;

export type StepNode = CanvasNode<
  Shown & Readonly<{ node: Node; path: NodePath; name: string; summary: string }>,
  "step"
>;
export type StartNode = CanvasNode<
  Shown & Readonly<{ what: "trigger" | "conditions"; kind: FlowTrigger["trigger"]; text: ReactNode }>,
  "start"
>;
export type MarkNode = CanvasNode<{ what: "join" | "loop" | "end" }, "mark">;
export type FrameNode = CanvasNode<{ kind: "loop" | "lane" | "ghost" }, "frame">;
export type FlowNode = StepNode | StartNode | MarkNode | FrameNode;

export type FlowEdge = Edge<
  {
    route: Route;
    at: Target | null;
    label: string;
    tone: "way" | "fail";
    taken: boolean;
    /** The only place of a rule without steps. */
    isFirst: boolean;
  },
  "flow"
>;

/** Where lines touch a node: React Flow looks for these, nobody else does. */
function Ends() {
  return (
    <>
      <Handle type="target" position={Position.Top} isConnectable={false} className={classes.touch} />
      <Handle type="source" position={Position.Bottom} isConnectable={false} className={classes.touch} />
    </>
  );
}

const Step = memo(function Step({ id, data, selected }: NodeProps<StepNode>) {
  const isFixed = useFlow(({ host }) => host.readOnly);
  return (
    <>
      <StepCard
        {...data}
        id={id}
        selected={selected}
        menu={isFixed ? undefined : <StepMenu path={data.path} name={data.name} />}
      />
      <Ends />
    </>
  );
});

const Start = memo(function Start({ id, data, selected }: NodeProps<StartNode>) {
  const { what, kind, text, status, problems } = data;
  return (
    <>
      <Card
        id={id}
        Icon={what === "trigger" ? triggerIcon(kind) : IconFilter}
        tone="start"
        title={t(`flow.${what}`)}
        text={text}
        status={status}
        problems={problems}
        selected={selected}
      />
      <Ends />
    </>
  );
});

const Mark = memo(function Mark({ data }: NodeProps<MarkNode>) {
  const isLoop = data.what === "loop";
  return (
    <>
      {data.what === "end" ? (
        <div className={classes.end}>{t("flow.end")}</div>
      ) : (
        <div className={classes.join} data-loop={isLoop || undefined}>
          {isLoop && <IconRepeat size={15} stroke={2.2} aria-hidden />}
        </div>
      )}
      <Ends />
    </>
  );
});

const Frame = memo(function Frame({ data }: NodeProps<FrameNode>) {
  return <div className={classes.frame} data-kind={data.kind} />;
});

const at = ({ x, y }: Point) => ({
  transform: `translate(-50%, -50%) translate(${String(x)}px, ${String(y)}px)`,
});

function Plus({
  id,
  target,
  point,
  isFirst,
}: {
  id: string;
  target: Target;
  point: Point;
  isFirst: boolean;
}) {
  const store = useFlowStore();
  const isOver = useFlow(({ over }) => over === id);
  const label = useFlow(({ host }) =>
    t("flow.add.at", { place: placeWords(host.actions, target, host.names) }),
  );
  return (
    <button
      type="button"
      className={`${classes.plus ?? ""} nodrag nopan`}
      style={at(point)}
      data-over={isOver || undefined}
      data-first={isFirst || undefined}
      data-add={id}
      // A after a step does the same; hundreds of these would be in the way of the Tab key.
      tabIndex={isFirst ? 0 : -1}
      aria-label={isFirst ? undefined : label}
      onClick={() => {
        store.setState({ palette: target });
      }}
    >
      <IconPlus size={14} stroke={2.4} aria-hidden />
      {isFirst && <span>{t("flow.add.first")}</span>}
    </button>
  );
}

const Line = memo(function Line({ id, data }: EdgeProps<FlowEdge>) {
  const isFixed = useFlow(({ host }) => host.readOnly);
  if (data === undefined) return null;
  const { route, at: target, label, tone, taken, isFirst } = data;
  return (
    <>
      <BaseEdge
        path={roundedPath(route.points)}
        className={classes.line ?? ""}
        data-tone={tone}
        data-taken={taken || undefined}
        interactionWidth={0}
      />
      <EdgeLabelRenderer>
        {route.label && label !== "" && (
          <div
            className={classes.label}
            data-tone={tone}
            data-taken={taken || undefined}
            title={label}
            style={{ ...at(route.label), maxWidth: route.labelWidth }}
          >
            {label}
          </div>
        )}
        {!isFixed && target && route.plus && (
          <Plus id={id} target={target} point={route.plus} isFirst={isFirst} />
        )}
      </EdgeLabelRenderer>
    </>
  );
});

export const nodeTypes = { step: Step, start: Start, mark: Mark, frame: Frame };
export const edgeTypes = { flow: Line };
