import type { DroppableContainer, SensorContext } from "@dnd-kit/core";
import { describe, expect, it } from "vitest";

import { ideas } from "@/test/fixtures";

import { announcementsFor, betweenColumns } from "./boardDnd";

const rect = (left: number) => ({
  left,
  right: left + 200,
  top: 50,
  bottom: 650,
  width: 200,
  height: 600,
});

/** Three columns side by side, the card over the one at `left`. */
function coordinates(code: string, left: number) {
  const columns = [rect(0), rect(220), rect(440)];
  const context = {
    collisionRect: { ...rect(left), top: 90 },
    droppableRects: new Map(columns.map((column, index) => [index, column])),
    droppableContainers: { getEnabled: () => columns.map((_, id) => ({ id }) as DroppableContainer) },
  };
  return betweenColumns(new KeyboardEvent("keydown", { code }), {
    active: "i1",
    currentCoordinates: { x: left, y: 90 },
    context: context as unknown as SensorContext,
  });
}

describe("carrying a card by keyboard", () => {
  it("goes to the next column on either side, and stays at the edges", () => {
    expect(coordinates("ArrowRight", 220)).toEqual({ x: 440, y: 90 });
    expect(coordinates("ArrowLeft", 220)).toEqual({ x: 0, y: 90 });
    expect(coordinates("ArrowRight", 440)).toBeUndefined();
    expect(coordinates("ArrowLeft", 0)).toBeUndefined();
    expect(coordinates("ArrowDown", 220)).toBeUndefined();
  });

  it("is told in words", () => {
    const say = announcementsFor((id) => ideas.find((idea) => idea.id === id));
    const active = { id: "i1" } as Parameters<typeof say.onDragEnd>[0]["active"];
    const over = { id: "approved" } as NonNullable<Parameters<typeof say.onDragEnd>[0]["over"]>;
    expect(say.onDragStart({ active })).toBe("Scan documents with your phone taken up.");
    expect(say.onDragOver({ active, over })).toBe("Over Approved.");
    const home = { ...over, id: "new" };
    expect(say.onDragOver({ active, over: home })).toContain("taken up, over New.");
    expect(say.onDragOver({ active, over: null })).toBe("Over no column.");
    expect(say.onDragEnd({ active, over })).toBe("Scan documents with your phone put into Approved.");
    expect(say.onDragEnd({ active, over: null })).toContain("back where it was");
    expect(say.onDragCancel({ active, over: null })).toContain("back where it was");
  });
});
