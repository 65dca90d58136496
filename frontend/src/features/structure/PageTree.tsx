import {
  closestCenter,
  DndContext,
  type DragMoveEvent,
  type DragOverEvent,
  type DragStartEvent,
  PointerSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { SortableContext, verticalListSortingStrategy } from "@dnd-kit/sortable";
import { useId, useState } from "react";

import { t } from "@/lib/i18n";

import classes from "./structure.module.css";
import {
  type Direction,
  type Drop,
  dropAt,
  type Move,
  type TreeNode,
  visibleRows,
  withBelow,
} from "./tree";
import { INDENT_PX, TreeRow } from "./TreeRow";
import { useTreeKeys } from "./useTreeKeys";

interface PageTreeProps {
  label: string;
  tree: readonly TreeNode[];
  collapsed: ReadonlySet<string>;
  selected: string | null;
  movable: boolean;
  onToggle: (id: string, open: boolean) => void;
  onSelect: (id: string) => void;
  onStep: (id: string, direction: Direction) => void;
  onDrop: (id: string, move: Move) => void;
}

interface Drag {
  id: string;
  over: string;
  shift: number;
}

/** The rows while one is dragged: those below it go with it, unseen. */
function rowsWhile(drag: Drag | null, rows: readonly TreeNode[]): readonly TreeNode[] {
  const active = rows.find(({ page }) => page.id === drag?.id);
  if (!active) return rows;
  const below = withBelow(active);
  return rows.filter((row) => row === active || !below.has(row.page.id));
}

function landing(drag: Drag | null, rows: readonly TreeNode[]): Drop | null {
  const active = rows.find(({ page }) => page.id === drag?.id);
  if (!active || drag === null) return null;
  return dropAt(rows, drag.id, drag.over, active.level + Math.round(drag.shift / INDENT_PX));
}

function useDrag(all: readonly TreeNode[], onDrop: PageTreeProps["onDrop"]) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const rows = rowsWhile(drag, all);
  const drop = landing(drag, rows);
  const follow = ({ active, over, delta }: DragMoveEvent | DragOverEvent) => {
    setDrag({ id: String(active.id), over: String(over?.id ?? active.id), shift: delta.x });
  };
  return {
    rows,
    drag,
    drop,
    handlers: {
      onDragStart: ({ active }: DragStartEvent) => {
        setDrag({ id: String(active.id), over: String(active.id), shift: 0 });
      },
      onDragMove: follow,
      onDragOver: follow,
      onDragCancel: () => {
        setDrag(null);
      },
      onDragEnd: () => {
        setDrag(null);
        if (drag && drop) onDrop(drag.id, { parent: drop.parent, position: drop.position });
      },
    },
  };
}

/** What screen readers are told is told by the tree's own keys; the mouse needs no words. */
const QUIET = {
  screenReaderInstructions: { draggable: "" },
  announcements: {
    onDragStart: () => undefined,
    onDragOver: () => undefined,
    onDragEnd: () => undefined,
    onDragCancel: () => undefined,
  },
};

/** The pages of a site as a tree: walked and moved by keys, dragged by the mouse. */
export function PageTree(props: PageTreeProps) {
  const { label, tree, collapsed, selected, movable, onToggle, onSelect, onStep, onDrop } = props;
  const helpId = useId();
  const [focused, setFocused] = useState<string | null>(null);
  const { rows, drag, drop, handlers } = useDrag(visibleRows(tree, collapsed), onDrop);
  const keys = useTreeKeys({ rows, collapsed, onToggle, onSelect, onMove: onStep });
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 5 } }));
  const ids = rows.map(({ page }) => page.id);
  const tabStop = [focused, selected, ids[0]].find((id) => id !== null && ids.includes(id ?? ""));
  return (
    <DndContext sensors={sensors} collisionDetection={closestCenter} accessibility={QUIET} {...handlers}>
      <p id={helpId} className="visually-hidden">
        {t("structure.help")}
      </p>
      <SortableContext items={ids} strategy={verticalListSortingStrategy}>
        <div role="tree" aria-label={label} aria-describedby={helpId} className={classes.tree}>
          {rows.map((node, index) => {
            const { id } = node.page;
            return (
              <TreeRow
                key={id}
                node={node}
                level={drag?.id === id && drop ? drop.level : node.level}
                collapsed={collapsed.has(id)}
                selected={id === selected}
                tabStop={id === tabStop}
                movable={movable && node.page.kind !== "home"}
                register={keys.register(id)}
                onToggle={() => {
                  onToggle(id, collapsed.has(id));
                }}
                onSelect={() => {
                  onSelect(id);
                }}
                onFocus={() => {
                  setFocused(id);
                }}
                onKeyDown={(event) => {
                  keys.onKeyDown(event, index);
                }}
              />
            );
          })}
        </div>
      </SortableContext>
    </DndContext>
  );
}
