import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { blankNode, type Node, pathIn, ROOT, slotsOf, walk } from "@/lib/rule";
import { ruleActions, someActions } from "@/test/ruleArbitrary";

import { dropsFor, nearest } from "./drop";
import { END, fromGraph, toGraph } from "./graph";
import { type Layout, layoutOf, type Rect, roundedPath } from "./layout";
import { takenEdges } from "./statuses";
import type { FlowRule } from "./types";

const ruleOf = (actions: Node[]): FlowRule => ({
  trigger: { trigger: "event", event: { type: "content.updated" } },
  conditions: { any: [{ field: "seo_score", operator: "less_than", value: 50 }] },
  actions,
});

const step = (id: string, more: Partial<Node> = {}): Node => ({ id, type: "notify", ...more });

describe("a rule as a graph", () => {
  it("comes back as it was", () => {
    fc.assert(
      fc.property(ruleActions, (actions) => {
        const rule = ruleOf(actions);
        expect(fromGraph(toGraph(rule))).toEqual(rule);
      }),
    );
  });

  it("comes back from nodes and edges in any order", () => {
    fc.assert(
      fc.property(someActions, (actions) => {
        const { nodes, edges } = toGraph(ruleOf(actions));
        const mixed = { nodes: nodes.toReversed(), edges: edges.toReversed() };
        expect(fromGraph(mixed).actions).toEqual(actions);
      }),
    );
  });

  it("has a place to add a step at in front of every node and at the end of every list", () => {
    fc.assert(
      fc.property(ruleActions, (actions) => {
        const places = walk(actions);
        const wanted = [
          ...places.map(({ path }) => path),
          pathIn(ROOT, actions.length),
          ...places.flatMap(({ node, path }) =>
            slotsOf(node, path).map((slot) => pathIn(slot.path, slot.nodes.length)),
          ),
        ];
        const given = toGraph(ruleOf(actions)).edges.flatMap(({ at }) =>
          at ? [pathIn(at.list, at.index)] : [],
        );
        expect(given.toSorted()).toEqual(wanted.toSorted());
      }),
    );
  });

  it("is one piece: every node is reached from the trigger, and leads to the end", () => {
    fc.assert(
      fc.property(ruleActions, (actions) => {
        const { nodes, edges } = toGraph(ruleOf(actions));
        const reach = (start: string, from: "source" | "target", to: "source" | "target") => {
          const seen = new Set([start]);
          for (const id of seen) for (const edge of edges) if (edge[from] === id) seen.add(edge[to]);
          return seen.size;
        };
        expect(reach("trigger", "source", "target")).toBe(nodes.length);
        expect(reach(END, "target", "source")).toBe(nodes.length);
      }),
    );
  });
});

const overlap = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const holds = (outer: Rect, inner: Rect): boolean =>
  outer.x <= inner.x &&
  outer.x + outer.width >= inner.x + inner.width &&
  outer.y + outer.height >= inner.y + inner.height;

function laidOut(actions: Node[]): Layout {
  const graph = toGraph(ruleOf(actions));
  return layoutOf(graph, actions);
}

describe("the layout", () => {
  it("has a place for everything, and nothing overlaps", () => {
    fc.assert(
      fc.property(ruleActions, (actions) => {
        const graph = toGraph(ruleOf(actions));
        const { rects, routes } = layoutOf(graph, actions);
        expect([...rects.keys()].toSorted()).toEqual(graph.nodes.map(({ id }) => id).toSorted());
        expect(routes.size).toBe(graph.edges.length);
        const all = [...rects.values()];
        for (const [at, rect] of all.entries()) {
          for (const other of all.slice(at + 1)) expect(overlap(rect, other)).toBe(false);
        }
      }),
    );
  });

  it("keeps what is in a loop inside of its frame", () => {
    fc.assert(
      fc.property(someActions, (actions) => {
        const { rects, frames } = laidOut(actions);
        for (const { id, kind, rect } of frames) {
          if (kind !== "loop") continue;
          const inside = id.replace(/frame$/, "actions/");
          for (const [other, box] of rects) {
            if (other.startsWith(inside)) expect(holds(rect, box)).toBe(true);
          }
        }
      }),
    );
  });

  it("puts the ways of a branch beside one another in their order, its handler last", () => {
    const branch: Node = {
      ...blankNode("branch", []),
      branches: [{ actions: [step("a")] }, { actions: [step("b"), step("c")] }],
      else: [step("d")],
      on_error: [step("e")],
    };
    const { rects } = laidOut([branch]);
    const lefts = ["branches/0/actions", "branches/1/actions", "else", "on_error"].map(
      (list) => rects.get(`actions/0/${list}/0`)!.x,
    );
    expect(lefts).toEqual(lefts.toSorted((a, b) => a - b));
    expect(new Set(lefts).size).toBe(4);
  });

  it("rounds the corners of a line, and has none where there is nothing", () => {
    expect(roundedPath([])).toBe("");
    expect(
      roundedPath([
        { x: 0, y: 0 },
        { x: 0, y: 9 },
      ]),
    ).toBe("M0 0L0 9");
    expect(
      roundedPath([
        { x: 0, y: 0 },
        { x: 0, y: 40 },
        { x: 40, y: 40 },
      ]),
    ).toBe("M0 0L0 30Q0 40 10 40L40 40");
  });
});

describe("dropping a step", () => {
  const actions = [step("a"), { ...blankNode("for_each", []), actions: [step("b")] }, step("c")];
  const graph = toGraph(ruleOf(actions));
  const layout = layoutOf(graph, actions);

  it("is offered wherever it changes something, and not inside of itself", () => {
    const places = (from: string) => dropsFor(graph, layout, actions, from).map(({ edge }) => edge);
    expect(places("actions/0")).toEqual([
      "actions/1/actions#0",
      "actions/1/actions#1",
      "actions#2",
      "actions#3",
    ]);
    expect(places("actions/1")).toEqual(["actions#0", "actions#3"]);
  });

  it("takes the nearest place within reach, and none beyond", () => {
    const drops = dropsFor(graph, layout, actions, "actions/0");
    const inLoop = layout.rects.get("actions/1/actions/0")!;
    expect(nearest(drops, { x: inLoop.x, y: inLoop.y - 40 })?.edge).toBe("actions/1/actions#0");
    expect(nearest(drops, { x: inLoop.x, y: inLoop.y + 40 })?.edge).toBe("actions/1/actions#1");
    expect(nearest(drops, { x: 5000, y: 0 })).toBeNull();
  });
});

describe("the way that a run took", () => {
  const branch: Node = {
    id: "b",
    type: "branch",
    branches: [{ actions: [step("yes")] }, { actions: [] }],
    else: [step("no")],
  };
  const rule = ruleOf([branch, step("after", { on_error: [step("mend")] })]);
  const graph = toGraph(rule);

  it("is nowhere before it begins", () => {
    expect(takenEdges(graph, {}).size).toBe(0);
  });

  it("goes through the way that was taken, and past a handler", () => {
    const done = { status: "completed" } as const;
    const taken = takenEdges(graph, {
      conditions: done,
      "actions/0": { ...done, taken: ["branches/0/actions"] },
      "actions/0/branches/0/actions/0": done,
      "actions/1": done,
    });
    expect([...taken].toSorted()).toEqual(
      [
        "start",
        "actions#0",
        "actions/0/branches/0/actions#0",
        "actions/0/branches/0/actions#1",
        "actions#1",
        "actions/1#pass",
        "actions#2",
      ].toSorted(),
    );
  });

  it("goes into a handler after a failure, and through a way without steps", () => {
    const taken = takenEdges(graph, {
      "actions/0": { status: "completed", taken: ["branches/1/actions"] },
      "actions/1": { status: "failed" },
      "actions/1/on_error/0": { status: "running" },
    });
    expect(taken).toContain("actions/0/branches/1/actions#0");
    expect(taken).toContain("actions/1/on_error#0");
    expect(taken).not.toContain("actions/1#pass");
    expect(taken).not.toContain("actions/0/else#0");
  });
});
