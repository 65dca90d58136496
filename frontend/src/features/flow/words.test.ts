import type { DragEndEvent } from "@dnd-kit/core";
import { describe, expect, it, vi } from "vitest";

import type { Condition, Node } from "@/lib/rule";

import { asText, copyNode, fromText, useClip } from "./clipboard";
import { announcements, dropTarget, gapByGap, gapTarget } from "./dnd";
import { groupOf, offered, typeName } from "./kinds";
import { statusesOf } from "./statuses";
import { createFlowStore } from "./store";
import { conditionsWords, placeWords, summaryOf, triggerWords, valueWords, wayWords } from "./words";

const step = (id: string, more: Partial<Node> = {}): Node => ({ id, type: "notify", ...more });

describe("what a flow says", () => {
  it("tells values without their wrapping", () => {
    expect(valueWords("{{ steps.write.content_ids }}")).toBe("steps.write.content_ids");
    expect(valueWords(["{{ item }}", 2])).toBe("item, 2");
    expect(valueWords(["a", "b", "c", "d"])).toBe("a, b, c, …");
    expect(valueWords({ a: 1 })).toBe('{"a":1}');
    expect(valueWords(undefined)).toBe("");
    expect(valueWords("x".repeat(99))).toHaveLength(60);
  });

  it.each<[Condition | null, string]>([
    [null, "None: it always goes on"],
    [[], "None: it always goes on"],
    [{ all: [] }, "None: it always goes on"],
    [[{ field: "status", operator: "exists" }], "status exists"],
    [{ any: [{ field: "a", operator: "equals", value: 1 }, { all: [] }] }, "Any of 2 conditions"],
    [{ not: { all: [{ field: "a", operator: "less_than", value: 1 }] } }, "not (a less than 1)"],
  ])("tells conditions in few words: %j", (condition, words) => {
    expect(conditionsWords(condition)).toBe(words);
  });

  it.each<[Node, string]>([
    [step("a", { params: { subject: "", message: "Hello" } }), "Hello"],
    [step("a"), "a"],
    [step("s", { type: "stop", params: { status: "failed" } }), "failed"],
    [step("q", { type: "approval", params: { title: "Publish?" } }), "Publish?"],
    [step("w", { type: "wait", params: { until: "{{ event.at }}" } }), "Until event.at"],
    [
      step("w", { type: "wait", params: { event: { type: "content.updated" } } }),
      "Until content.updated",
    ],
    [step("w", { type: "wait" }), "w"],
    [step("l", { type: "for_each", items: [1, 2] }), "Over 2 items"],
    [step("l", { type: "for_each", items: "" }), "No list chosen yet"],
    [step("p", { type: "parallel", branches: [{ actions: [] }, { actions: [] }] }), "2 lanes at once"],
    [step("i", { type: "generate_ideas", params: { limit: 5, x: true, y: 1 } }), "limit: 5 · x: true"],
  ])("sums a step up: %j", (node, words) => {
    expect(summaryOf(node)).toBe(words);
  });

  it("tells triggers", () => {
    expect(triggerWords({ trigger: "schedule", schedules: [{}, {}] })).toBe("On 2 schedules");
    expect(triggerWords({ trigger: "event", event: { type: "content.created" } })).toBe(
      "When content.created",
    );
    expect(triggerWords({ trigger: "event", event: null })).toBe("When something happens");
    expect(triggerWords({ trigger: "by_moon" })).toBe("by moon");
  });

  it("names ways and places", () => {
    const par = step("p", { type: "parallel", branches: [{ actions: [] }] });
    expect(wayWords(par, "branches", 0)).toBe("Lane 1");
    expect(wayWords(par, "on_error", -1)).toBe("If it fails");
    expect(placeWords([par], { list: "actions", index: 0 }, [])).toBe("at the beginning");
    expect(placeWords([par], { list: "actions/0/branches/0/actions", index: 0 }, [])).toBe(
      "at the beginning of Lane 1 of In parallel",
    );
    expect(placeWords([], { list: "actions/7/else", index: 0 }, [])).toBe("at the beginning");
  });

  it("offers the engine's flow nodes once, and names what nobody names", () => {
    const wait = { type: "wait", name: "Pause", description: "" };
    expect(offered([wait]).filter(({ type }) => type === "wait")).toEqual([wait]);
    expect(typeName("of_a_plugin", [])).toBe("Of a plugin");
    expect(groupOf({ type: "of_a_plugin", name: "", description: "" })).toBe("other");
    expect(groupOf({ type: "of_a_plugin", name: "", description: "", credits: "2" })).toBe("pipeline");
  });
});

describe("a copied step", () => {
  it("comes back from its text, and nothing else does", () => {
    const node = step("a", { on_error: [step("b")], branches: [{ actions: [step("c")] }] });
    expect(fromText(asText(node))).toEqual(node);
    for (const text of ["", "{", "3", "[]", '{"id":1,"type":"x"}', '{"id":"a","type":"x","else":[1]}']) {
      expect(fromText(text)).toBeNull();
    }
  });

  it("is kept here, also where there is no clipboard", () => {
    copyNode(step("a"));
    expect(useClip.getState().node?.id).toBe("a");
  });
});

describe("a run on its rule", () => {
  it("puts the items of a loop together", () => {
    const statuses = statusesOf([
      { path: "conditions", status: "completed" },
      { path: "actions/0", status: "running", progress: 40, items_done: 2, items_total: 5 },
      { path: "actions/0/items/0", status: "completed" },
      { path: "actions/0/items/0/actions/0", status: "completed", credits: 10 },
      { path: "actions/0/items/1/actions/0", status: "failed", credits: 5 },
      { path: "actions/0/items/2/actions/0", status: "running", progress: 10 },
      { path: "actions/0/items/0/actions/1", status: "completed", output: { taken: "branches/1" } },
      { path: "actions/0/items/1/actions/1", status: "completed", output: { taken: "else" } },
    ]);
    expect(statuses["actions/0"]).toMatchObject({ progress: 40, items: { done: 2, total: 5 } });
    expect(statuses["actions/0/actions/0"]).toMatchObject({
      status: "running",
      progress: 10,
      credits: 15,
      items: { done: 2, total: 3 },
    });
    expect(statuses["actions/0/actions/1"]?.taken).toEqual(["branches/1/actions", "else"]);
    expect(Object.keys(statuses)).not.toContain("actions/0/items/0");
  });

  it("tells how long a step took, and what went wrong", () => {
    const error = { code: "x", message: "No way", retryable: false };
    const times = { started_at: "2026-11-22T09:00:00Z", finished_at: "2026-11-22T09:00:30Z" };
    expect(
      statusesOf([{ path: "actions/0", status: "failed", error, ...times }])["actions/0"],
    ).toMatchObject({
      seconds: 30,
      error: "No way",
    });
  });
});

describe("dragging in the list", () => {
  const actions = [step("a"), step("b"), step("c")];
  const store = createFlowStore({
    ...{ actions, names: [], selected: null, readOnly: false, root: "actions" },
    onChange: vi.fn(),
    onSelect: vi.fn(),
  });
  const event = (active: string, over: string | null) =>
    ({ active: { id: active }, over: over === null ? null : { id: over } }) as unknown as DragEndEvent;

  it("goes only where it changes something", () => {
    expect(gapTarget(undefined)).toBeNull();
    expect(dropTarget(store, event("actions/0", "actions#0"))).toBeNull();
    expect(dropTarget(store, event("actions/0", "actions#1"))).toBeNull();
    expect(dropTarget(store, event("actions/0", "actions#2"))).toEqual({ list: "actions", index: 2 });
    expect(dropTarget(store, event("actions/0", null))).toBeNull();
  });

  it("says where it would go", () => {
    const said = announcements(store);
    expect(said.onDragStart(event("actions/0", null))).toMatch(/^Picked up Notify/);
    expect(said.onDragOver(event("actions/0", "actions#3"))).toBe("It would go after Notify.");
    expect(said.onDragOver(event("actions/0", null))).toBe("It would stay where it is.");
    expect(said.onDragEnd(event("actions/0", null))).toBe("Notify stays where it was.");
    expect(said.onDragEnd(event("actions/0", "actions#3"))).toBeUndefined();
    expect(said.onDragCancel(event("actions/9", null))).toBe(" stays where it was.");
  });

  it("goes from gap to gap with the arrow keys", () => {
    const rects = new Map([10, 90, 50].map((top) => [`gap${String(top)}`, { top, left: 0 }]));
    const droppableContainers = {
      getEnabled: () => [...rects.keys(), "unmeasured"].map((id) => ({ id })),
    };
    const press = (code: string, over: string | null) =>
      gapByGap(new KeyboardEvent("keydown", { code }), {
        active: "x",
        currentCoordinates: { x: 7, y: 0 },
        context: { droppableContainers, droppableRects: rects, over: over && { id: over } } as never,
      });
    expect(press("ArrowDown", "gap10")).toEqual({ x: 0, y: 50 });
    expect(press("ArrowUp", "gap50")).toEqual({ x: 0, y: 10 });
    expect(press("ArrowDown", "gap90")).toEqual({ x: 0, y: 90 });
    expect(press("Tab", "gap90")).toBeUndefined();
  });
});
