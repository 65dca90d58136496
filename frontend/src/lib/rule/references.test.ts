import { describe, expect, it } from "vitest";

import { duplicateNode, earlierSteps, type Node, nodeAt, renameNode, stepsBehind } from ".";

const step = (id: string, more: Partial<Node> = {}): Node => ({ id, type: "notify", ...more });

describe("references", () => {
  const loop: Node = {
    id: "each",
    type: "for_each",
    items: "{{ steps.write.content_ids }}",
    actions: [
      step("better", { params: { ids: ["{{ item }}"], text: 'steps.better and {{ "steps.better" }}' } }),
      step("gate", {
        when: {
          any: [{ field: "steps.better.results[0].after", operator: "in", value: "{{steps.better.x}}" }],
        },
        params: {
          a: { b: ["{{ steps.better.ids | default: steps.write.y }} — {{ steps.better2.z }}"] },
        },
      }),
    ],
  };

  it("follow inside of a copy, and lead outside as before", () => {
    const twice = duplicateNode([step("write"), loop], "actions/1");
    expect(twice[1]).toBe(loop);
    expect(twice[2]).toMatchObject({ id: "each_2", items: "{{ steps.write.content_ids }}" });
    const [better, gate] = twice[2]?.actions ?? [];
    expect(better?.id).toBe("better_2");
    // What only looks like a reference stays: bare text, and a text in quotes.
    expect(better?.params?.text).toBe('steps.better and {{ "steps.better" }}');
    expect(gate?.when).toEqual({
      any: [{ field: "steps.better_2.results[0].after", operator: "in", value: "{{steps.better_2.x}}" }],
    });
    expect(gate?.params).toEqual({
      a: { b: ["{{ steps.better_2.ids | default: steps.write.y }} — {{ steps.better2.z }}"] },
    });
  });

  it("follow everywhere when a node is renamed", () => {
    const rule: Node[] = [
      step("a"),
      {
        id: "b",
        type: "branch",
        branches: [
          {
            conditions: [{ field: 'steps["a"].n', operator: "equals", value: 1 }],
            actions: [step("c")],
          },
          { actions: [] },
        ],
        else: [
          {
            id: "ask",
            type: "approval",
            params: { when: [{ field: "steps.a.n", operator: "equals", value: 2 }] },
          },
          {
            id: "w",
            type: "wait",
            params: {
              event: { type: "t", conditions: [{ field: "steps.a", operator: "exists" }] },
              other: "steps.a",
            },
          },
        ],
        on_error: [step("d", { params: { x: "{{ steps.a.n }}", y: 3, z: null } })],
      },
    ];
    const [a, b] = renameNode(rule, "a", "first");
    expect(a?.id).toBe("first");
    expect(b?.branches?.[0]?.conditions).toEqual([
      { field: "steps.first.n", operator: "equals", value: 1 },
    ]);
    expect(b?.else?.[0]?.params?.when).toEqual([
      { field: "steps.first.n", operator: "equals", value: 2 },
    ]);
    expect(b?.else?.[1]?.params).toEqual({
      event: { type: "t", conditions: [{ field: "steps.first", operator: "exists" }] },
      other: "steps.a",
    });
    expect(Array.isArray(b?.on_error) && b.on_error[0]?.params).toEqual({
      x: "{{ steps.first.n }}",
      y: 3,
      z: null,
    });
    expect(renameNode(rule, "nobody", "x")).toEqual(rule);
  });
});

describe("what a node can read", () => {
  const rule: Node[] = [
    step("a"),
    {
      id: "b",
      type: "branch",
      branches: [{ actions: [step("b0"), step("b1")] }, { actions: [step("b2")] }],
      else: [],
    },
    {
      id: "l",
      type: "for_each",
      items: [],
      actions: [step("l0"), { id: "m", type: "for_each", items: [], actions: [step("m0")] }],
    },
    step("z", { on_error: [step("h0"), step("h1")] }),
  ];
  const seen = (path: string) => earlierSteps(rule, path).steps.map(({ node }) => node.id);

  it("is what stands before it, and not in the way beside it", () => {
    expect(seen("actions/0")).toEqual([]);
    expect(seen("actions/1/branches/0/actions/1")).toEqual(["a", "b0"]);
    expect(seen("actions/1/branches/1/actions/0")).toEqual(["a"]);
    expect(seen("actions/1/else/0")).toEqual(["a"]);
  });

  it("is also what is inside of branches before it, not of loops", () => {
    expect(seen("actions/2")).toEqual(["a", "b", "b0", "b1", "b2"]);
    expect(seen("actions/3")).toEqual(["a", "b", "b0", "b1", "b2", "l"]);
    expect(seen("actions/4").slice(-3)).toEqual(["z", "h0", "h1"]);
  });

  it("is the item of the loops around it", () => {
    const { steps, loops, inHandler } = earlierSteps(rule, "actions/2/actions/1/actions/0");
    expect(steps.map(({ node }) => node.id).slice(-1)).toEqual(["l0"]);
    expect(loops.map(({ path }) => path)).toEqual(["actions/2", "actions/2/actions/1"]);
    expect(inHandler).toBe(false);
  });

  it("is the error in a handler, and what its node has done inside", () => {
    expect(earlierSteps(rule, "actions/3/on_error/1")).toMatchObject({ inHandler: true, loops: [] });
    expect(seen("actions/3/on_error/1").slice(-1)).toEqual(["h0"]);
    const guarded: Node[] = [
      { ...rule[1]!, on_error: [step("h")] },
      { ...rule[2]!, on_error: [step("i")] },
    ];
    const inside = (path: string) => earlierSteps(guarded, path).steps.map(({ node }) => node.id);
    expect(inside("actions/0/on_error/0")).toEqual(["b0", "b1", "b2"]);
    expect(inside("actions/1/on_error/0")).toEqual(["b", "b0", "b1", "b2", "h"]);
    expect(nodeAt(guarded, "actions/1/on_error/0")?.id).toBe("i");
  });

  it("behind the rule is all that may have run", () => {
    expect(stepsBehind(rule).map(({ node }) => node.id)).toEqual([
      ...["a", "b", "b0", "b1", "b2", "l", "z", "h0", "h1"],
    ]);
  });
});
