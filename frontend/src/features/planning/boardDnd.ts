import {
  type Announcements,
  type CollisionDetection,
  type KeyboardCoordinateGetter,
  KeyboardSensor,
  MouseSensor,
  pointerWithin,
  rectIntersection,
  TouchSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";

import type { Idea, IdeaStatus } from "@/lib/api";
import { t } from "@/lib/i18n";

const CLICK_PX = 6;
const HOLD_MS = 250;
const SHAKE_PX = 8;

/** Left and right arrows carry the card to the next column that takes it. */
export const betweenColumns: KeyboardCoordinateGetter = (event, { context }) => {
  const { collisionRect, droppableContainers, droppableRects } = context;
  const forward = event.code === "ArrowRight";
  if (collisionRect === null || (!forward && event.code !== "ArrowLeft")) return undefined;
  event.preventDefault();
  const columns = droppableContainers
    .getEnabled()
    .flatMap(({ id }) => droppableRects.get(id) ?? [])
    .sort((a, b) => a.left - b.left);
  const centre = collisionRect.left + collisionRect.width / 2;
  const next = forward
    ? columns.find(({ left }) => left > centre)
    : columns.findLast(({ right }) => right < centre);
  return next && { x: next.left, y: Math.max(next.top, collisionRect.top) };
};

/** Under the pointer where there is one; else where the card lies. */
export const columnUnder: CollisionDetection = (args) =>
  args.pointerCoordinates === null ? rectIntersection(args) : pointerWithin(args);

/** A click stays a click, and a finger that scrolls scrolls. */
export function useBoardSensors() {
  return useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: CLICK_PX } }),
    useSensor(TouchSensor, { activationConstraint: { delay: HOLD_MS, tolerance: SHAKE_PX } }),
    useSensor(KeyboardSensor, { coordinateGetter: betweenColumns }),
  );
}

/** What a screen reader says of the card that is carried. */
export function announcementsFor(ideaOf: (id: string) => Idea | undefined): Announcements {
  const title = (id: string | number) => ideaOf(String(id))?.title ?? "";
  const column = (id: string | number) => t(`ideaStatus.${String(id) as IdeaStatus}`);
  return {
    onDragStart: ({ active }) => t("board.lifted", { title: title(active.id) }),
    // The first thing a card is over is its own column: both are said at once, or one would drown the other.
    onDragOver: ({ active, over }) => {
      if (over === null) return t("board.nowhere");
      const home = ideaOf(String(active.id))?.status === over.id;
      if (home) return t("board.held", { title: title(active.id), column: column(over.id) });
      return t("board.over", { column: column(over.id) });
    },
    onDragEnd: ({ active, over }) =>
      over
        ? t("board.dropped", { title: title(active.id), column: column(over.id) })
        : t("board.back", { title: title(active.id) }),
    onDragCancel: ({ active }) => t("board.back", { title: title(active.id) }),
  };
}
