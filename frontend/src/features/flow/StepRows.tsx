import { useDraggable, useDroppable } from "@dnd-kit/core";
import { Button, UnstyledButton } from "@mantine/core";
import { IconGripVertical, IconPlus } from "@tabler/icons-react";
import { memo } from "react";

import { t } from "@/lib/i18n";
import { type ListPath, type Node, type NodePath, pathIn, type Slot, slotsOf } from "@/lib/rule";

import { StepCard } from "./Card";
import { gapId } from "./dnd";
import classes from "./list.module.css";
import type { Target } from "./moves";
import { StepMenu } from "./StepMenu";
import { useFlow, useFlowStore } from "./store";
import type { FlowSelection, FlowStatuses, StepType } from "./types";
import { nameOf, placeWords, summaryOf, wayWords } from "./words";

/** What all rows of a list show alike. */
export interface ListView {
  names: readonly StepType[];
  counts: ReadonlyMap<string, number>;
  statuses: FlowStatuses;
  selected: FlowSelection | null;
  readOnly: boolean;
}

/** The room between two steps, into which a third can be dropped. */
function Gap({ target }: { target: Target }) {
  const id = gapId(target);
  const { setNodeRef } = useDroppable({ id });
  const isOver = useFlow(({ over }) => over === id);
  return <div ref={setNodeRef} className={classes.gap} data-over={isOver || undefined} aria-hidden />;
}

function Grip({ path, name }: { path: NodePath; name: string }) {
  const { attributes, listeners, setNodeRef, setActivatorNodeRef } = useDraggable({ id: path });
  return (
    <span ref={setNodeRef} className={classes.gripPlace}>
      <UnstyledButton
        ref={setActivatorNodeRef}
        className={classes.grip}
        {...attributes}
        {...listeners}
        aria-label={t("flow.drag.handle", { name })}
      >
        <IconGripVertical size={18} aria-hidden />
      </UnstyledButton>
    </span>
  );
}

function Way({ node, slot, view }: { node: Node; slot: Slot; view: ListView }) {
  const words = wayWords(node, slot.block, slot.arm);
  const name = t("flow.way.of", { way: words, name: nameOf(node, view.names) });
  return (
    <div className={classes.way} data-block={slot.block}>
      <p className={classes.wayName}>{words}</p>
      <Rows nodes={slot.nodes} list={slot.path} view={view} label={t("flow.list.inside", { name })} />
    </div>
  );
}

const Row = memo(function Row({ node, path, view }: { node: Node; path: NodePath; view: ListView }) {
  const name = nameOf(node, view.names);
  const slots = slotsOf(node, path);
  return (
    <>
      <div className={classes.row}>
        {!view.readOnly && <Grip path={path} name={name} />}
        <StepCard
          id={path}
          node={node}
          name={name}
          summary={summaryOf(node)}
          status={view.statuses[path]}
          problems={view.counts.get(path) ?? 0}
          selected={view.selected === path}
          menu={view.readOnly ? undefined : <StepMenu path={path} name={name} tabbable />}
        />
      </div>
      {slots.length > 0 && (
        <div className={classes.inside}>
          {slots.map((slot) => (
            <Way key={slot.path} node={node} slot={slot} view={view} />
          ))}
        </div>
      )}
    </>
  );
});

function AddButton({ target }: { target: Target }) {
  const store = useFlowStore();
  const place = useFlow(({ host }) => placeWords(host.actions, target, host.names));
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      leftSection={<IconPlus size={15} aria-hidden />}
      aria-label={t("flow.add.at", { place })}
      onClick={() => {
        store.setState({ palette: target });
      }}
    >
      {t("flow.add")}
    </Button>
  );
}

interface RowsProps {
  nodes: readonly Node[];
  list: ListPath;
  view: ListView;
  label: string;
  describedBy?: string;
}

/** The steps of a list, each with what is inside of it, and a place to add one at the end. */
export function Rows({ nodes, list, view, label, describedBy }: RowsProps) {
  const end = { list, index: nodes.length };
  return (
    <>
      {nodes.length === 0 && view.readOnly && <p className={classes.none}>{t("flow.emptyWay")}</p>}
      {nodes.length > 0 && (
        <ol className={classes.list} aria-label={label} aria-describedby={describedBy}>
          {nodes.map((node, index) => (
            <li key={pathIn(list, index)} className={classes.item}>
              {!view.readOnly && <Gap target={{ list, index }} />}
              <Row node={node} path={pathIn(list, index)} view={view} />
            </li>
          ))}
        </ol>
      )}
      {!view.readOnly && (
        <div className={classes.foot}>
          <Gap target={end} />
          <AddButton target={end} />
        </div>
      )}
    </>
  );
}
