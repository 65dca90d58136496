/** Dragging in the list, by pointer and by keyboard: what is said, and how the arrow keys go. */
import type {
  Announcements,
  CollisionDetection,
  DragEndEvent,
  KeyboardCoordinateGetter,
  UniqueIdentifier,
} from "@dnd-kit/core";

import { t } from "@/lib/i18n";
import { nodeAt } from "@/lib/rule";

import { isMove } from "./edits";
import type { Target } from "./moves";
import type { FlowStore } from "./store";
import { nameOf, placeWords } from "./words";

export const gapId = ({ list, index }: Target): string => `${list}#${String(index)}`;

/** The place that a gap stands for. */
export function gapTarget(id: UniqueIdentifier | undefined): Target | null {
  const [list, index] = String(id ?? "").split("#");
  return list === undefined || index === undefined ? null : { list, index: Number(index) };
}

/** Where a drag ends: null where nothing would change. */
export function dropTarget(
  store: FlowStore,
  { active, over }: Pick<DragEndEvent, "active" | "over">,
): Target | null {
  const target = gapTarget(over?.id);
  const { actions } = store.getState().host;
  return target !== null && isMove(actions, String(active.id), target) ? target : null;
}

/** How much a pixel aside counts against one up or down. */
const INDENT = 0.2;

const ONWARD: Readonly<Record<string, 1 | -1>> = {
  ArrowDown: 1,
  ArrowRight: 1,
  ArrowUp: -1,
  ArrowLeft: -1,
};

/** The arrow keys go from gap to gap, as they stand on the screen. */
export const gapByGap: KeyboardCoordinateGetter = (event, { context }) => {
  const by = ONWARD[event.code];
  if (by === undefined) return undefined;
  event.preventDefault();
  const gaps = context.droppableContainers
    .getEnabled()
    .flatMap(({ id }) => {
      const rect = context.droppableRects.get(id);
      return rect ? [{ id, rect }] : [];
    })
    .sort((a, b) => a.rect.top - b.rect.top);
  const at = gaps.findIndex(({ id }) => id === context.over?.id);
  const next = gaps[Math.min(gaps.length - 1, Math.max(0, at + by))];
  return next ? { x: next.rect.left, y: next.rect.top } : undefined;
};

/** The nearest gap by height, of those as high the one that is indented as far. A gap is as wide as its list:
 * its middle says nothing. The keyboard goes to the very gap. */
export const nearestGap: CollisionDetection = ({
  pointerCoordinates,
  collisionRect,
  droppableContainers,
  droppableRects,
}) => {
  const x = pointerCoordinates?.x ?? collisionRect.left;
  const found = droppableContainers.flatMap((droppableContainer) => {
    const { id } = droppableContainer;
    const rect = droppableRects.get(id);
    if (!rect) return [];
    const y = pointerCoordinates?.y ?? collisionRect.top + rect.height / 2;
    const value = Math.abs(rect.top + rect.height / 2 - y) + INDENT * Math.abs(rect.left - x);
    return [{ id, data: { droppableContainer, value } }];
  });
  return found.sort((a, b) => a.data.value - b.data.value);
};

/** What a screen reader is told while a step is dragged. */
export function announcements(store: FlowStore): Announcements {
  const name = (id: UniqueIdentifier) => {
    const { actions, names } = store.getState().host;
    const node = nodeAt(actions, String(id));
    return node === null ? "" : nameOf(node, names);
  };
  return {
    onDragStart: ({ active }) => t("flow.drag.start", { name: name(active.id) }),
    onDragOver: (event) => {
      const target = dropTarget(store, event);
      const { actions, names } = store.getState().host;
      return target === null
        ? t("flow.drag.nowhere")
        : t("flow.drag.over", { place: placeWords(actions, target, names) });
    },
    // The move itself is said by what moves it.
    onDragEnd: (event) =>
      dropTarget(store, event) === null
        ? t("flow.drag.cancel", { name: name(event.active.id) })
        : undefined,
    onDragCancel: ({ active }) => t("flow.drag.cancel", { name: name(active.id) }),
  };
}
