import {
  DndContext,
  DragOverlay,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { type ReactNode, useId, useMemo, useState } from "react";

import { t } from "@/lib/i18n";
import { nodeAt, type NodePath, ROOT } from "@/lib/rule";

import { announcements, dropTarget, gapByGap, gapId, nearestGap } from "./dnd";
import { moveStep } from "./edits";
import classes from "./list.module.css";
import { Live } from "./Live";
import { Palette } from "./Palette";
import { countProblems } from "./problems";
import { Starts } from "./StartRows";
import type { StepListProps } from "./StepListEditor";
import { Rows } from "./StepRows";
import { FlowContext, useFlow, useFlowStore } from "./store";
import { useFlowEvents } from "./useFlowEvents";
import { useHost } from "./useHost";
import { nameOf } from "./words";

const NOTHING = {};

/** The name of what is dragged, at the pointer. */
function Dragged({ path }: { path: NodePath | null }) {
  const name = useFlow(({ host }) => {
    const node = path === null ? null : nodeAt(host.actions, path);
    return node === null ? "" : nameOf(node, host.names);
  });
  return (
    <DragOverlay dropAnimation={null}>
      {path !== null && <div className={classes.dragged}>{name}</div>}
    </DragOverlay>
  );
}

function Dnd({ children }: { children: ReactNode }) {
  const store = useFlowStore();
  const [dragged, setDragged] = useState<NodePath | null>(null);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 5 } }),
    useSensor(KeyboardSensor, { coordinateGetter: gapByGap }),
  );
  const said = useMemo(() => announcements(store), [store]);
  const end = () => {
    setDragged(null);
    store.setState({ over: null });
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={nearestGap}
      accessibility={{
        announcements: said,
        screenReaderInstructions: { draggable: t("flow.drag.how") },
      }}
      onDragStart={({ active }) => {
        setDragged(String(active.id));
      }}
      onDragOver={(event) => {
        const target = dropTarget(store, event);
        store.setState({ over: target && gapId(target) });
      }}
      onDragCancel={end}
      onDragEnd={(event) => {
        const target = dropTarget(store, event);
        end();
        if (target) moveStep(store, String(event.active.id), target);
      }}
    >
      {children}
      <Dragged path={dragged} />
    </DndContext>
  );
}

function List({ props, root }: { props: StepListProps; root: string }) {
  const store = useFlowStore();
  const keysId = useId();
  const { rule, problems = NOTHING, statuses = NOTHING, selected = null, readOnly = false } = props;
  const counts = useMemo(() => countProblems(problems), [problems]);
  const view = useMemo(
    () => ({ names: props.names, counts, statuses, selected, readOnly }),
    [props.names, counts, statuses, selected, readOnly],
  );
  return (
    <div className={classes.flow} role="presentation" {...useFlowEvents(store)}>
      <p id={keysId} className="visually-hidden">
        {readOnly ? t("flow.keys.read") : t("flow.keys")}
      </p>
      {root === ROOT && <Starts rule={rule} view={view} triggerText={props.triggerText} />}
      <Rows nodes={rule.actions} list={root} view={view} label={t("flow.list")} describedBy={keysId} />
      <Palette />
      <Live />
    </div>
  );
}

/** The part that is loaded when a list of steps is first shown. */
export function StepList(props: StepListProps) {
  const { root = ROOT } = props;
  const store = useHost(props, root);
  return (
    <FlowContext value={store}>
      <Dnd>
        <List props={props} root={root} />
      </Dnd>
    </FlowContext>
  );
}
