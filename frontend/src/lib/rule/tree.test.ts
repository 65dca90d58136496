import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { ruleActions, someActions } from "@/test/ruleArbitrary";

import {
  addWay,
  blankNode,
  canMove,
  definitionPath,
  depthOf,
  duplicateNode,
  freshId,
  insertNode,
  isWithin,
  listAt,
  moveNode,
  type Node,
  nodeAt,
  ownerOf,
  parentOf,
  pathAfterInsert,
  pathAfterMove,
  pathAfterRemoval,
  pathIn,
  problemKey,
  problemPlace,
  removeNode,
  removeWay,
  replaceNode,
  slotsOf,
  splitPath,
  takenIds,
  walk,
} from ".";

const step = (id: string, more: Partial<Node> = {}): Node => ({ id, type: "notify", ...more });

const RULE: Node[] = [
  step("a"),
  {
    id: "b",
    type: "branch",
    branches: [{ conditions: [], actions: [step("b0"), step("b1")] }, { actions: [] }],
    else: [step("b2")],
  },
  { id: "c", type: "for_each", items: "{{ x }}", actions: [step("c0", { on_error: [step("c1")] })] },
];

const ids = (nodes: readonly Node[]) => walk(nodes).map(({ node }) => node.id);
const lists = (nodes: readonly Node[]) => [
  "actions",
  ...walk(nodes).flatMap(({ node, path }) => slotsOf(node, path).map((slot) => slot.path)),
];

describe("reading a rule", () => {
  it("walks in the order of the document, with the paths of its steps", () => {
    expect(walk(RULE).map(({ path, node, depth }) => [path, node.id, depth])).toEqual([
      ["actions/0", "a", 0],
      ["actions/1", "b", 0],
      ["actions/1/branches/0/actions/0", "b0", 1],
      ["actions/1/branches/0/actions/1", "b1", 1],
      ["actions/1/else/0", "b2", 1],
      ["actions/2", "c", 0],
      ["actions/2/actions/0", "c0", 1],
      ["actions/2/actions/0/on_error/0", "c1", 2],
    ]);
  });

  it("finds every node where the walk says it is", () => {
    fc.assert(
      fc.property(ruleActions, (actions) => {
        for (const { path, node, list, index, depth } of walk(actions)) {
          expect(nodeAt(actions, path)).toBe(node);
          expect(listAt(actions, list)?.[index]).toBe(node);
          expect(splitPath(path)).toEqual({ list, index });
          expect(depthOf(list)).toBe(depth);
        }
      }),
    );
  });

  it("finds nothing where nothing is", () => {
    for (const path of [
      "actions/9",
      "actions/0/actions/0",
      "actions/1/branches/7/actions/0",
      "x",
      "actions/a/b",
    ]) {
      expect(nodeAt(RULE, path)).toBeNull();
    }
    expect(listAt(RULE, "actions/1/branches/0")).toBeNull();
    expect(listAt(RULE, "actions/0/on_error")).toBeNull();
  });

  it("offers the lists that a node could fill", () => {
    const bare: Node = { id: "x", type: "branch", branches: [] };
    expect(slotsOf(bare, "actions/0")).toMatchObject([{ path: "actions/0/else", nodes: [] }]);
    expect(listAt([{ id: "l", type: "for_each" }], "actions/0/actions")).toEqual([]);
  });

  it("reads lists of other names", () => {
    expect(walk([step("f")], "on_failure")[0]?.path).toBe("on_failure/0");
    expect(nodeAt([step("f")], "on_failure/0")?.id).toBe("f");
  });
});

describe("changing a rule", () => {
  it("puts a node in and takes it out again", () => {
    fc.assert(
      fc.property(ruleActions, fc.nat(), fc.nat(), (actions, pick, at) => {
        const all = lists(actions);
        const list = all[pick % all.length]!;
        const index = at % (listAt(actions, list)!.length + 1);
        const node = step("fresh");
        const more = insertNode(actions, list, index, node);
        expect(nodeAt(more, pathIn(list, index))).toBe(node);
        for (const place of walk(actions)) {
          expect(nodeAt(more, pathAfterInsert(place.path, list, index))?.id).toBe(place.node.id);
        }
        expect(ids(removeNode(more, pathIn(list, index)))).toEqual(ids(actions));
      }),
    );
  });

  it("moves a node with all inside of it, keeps every other, and tells where it landed", () => {
    fc.assert(
      fc.property(someActions, fc.nat(), fc.nat(), fc.nat(), (actions, which, where, at) => {
        const places = walk(actions);
        const from = places[which % places.length]!.path;
        const all = lists(actions);
        const to = all[where % all.length]!;
        const index = at % (listAt(actions, to)!.length + 1);
        const moved = moveNode(actions, from, to, index);
        expect(new Set(ids(moved))).toEqual(new Set(ids(actions)));
        if (isWithin(to, from)) {
          expect(canMove(actions, from, to)).toBe(false);
          expect(moved).toEqual(actions);
        } else {
          expect(nodeAt(moved, pathAfterMove(from, to, index))).toBe(nodeAt(actions, from));
        }
      }),
    );
  });

  it("moves within a list to before what stands there now", () => {
    const flat = [step("a"), step("b"), step("c")];
    expect(ids(moveNode(flat, "actions/0", "actions", 2))).toEqual(["b", "a", "c"]);
    expect(ids(moveNode(flat, "actions/2", "actions", 0))).toEqual(["c", "a", "b"]);
    expect(ids(moveNode(flat, "actions/1", "actions", 2))).toEqual(["a", "b", "c"]);
    expect(ids(moveNode(RULE, "actions/0", "actions/2/actions", 1)).slice(-3)).toEqual([
      "c0",
      "c1",
      "a",
    ]);
  });

  it("removes a node and tells what becomes of the places of others", () => {
    fc.assert(
      fc.property(someActions, fc.nat(), (actions, which) => {
        const places = walk(actions);
        const gone = places[which % places.length]!.path;
        const less = removeNode(actions, gone);
        for (const { path, node } of places) {
          const now = pathAfterRemoval(path, gone);
          if (now === null) expect(isWithin(path, gone)).toBe(true);
          else expect(nodeAt(less, now)?.id).toBe(node.id);
        }
      }),
    );
  });

  it("replaces a node, and shares what it did not touch", () => {
    const changed = replaceNode(RULE, "actions/1/else/0", step("other"));
    expect(nodeAt(changed, "actions/1/else/0")?.id).toBe("other");
    expect(changed[2]).toBe(RULE[2]);
    expect(RULE[1]?.else?.[0]?.id).toBe("b2");
  });

  it("leaves a rule alone where a path leads nowhere", () => {
    expect(insertNode(RULE, "actions/0/else", 0, step("x"))).toEqual(RULE);
    expect(removeNode(RULE, "actions/9/else/0")).toEqual(RULE);
    expect(moveNode(RULE, "actions/9", "actions", 0)).toEqual(RULE);
    expect(duplicateNode(RULE, "actions/9")).toEqual(RULE);
  });

  it("adds and removes ways, the last one excepted", () => {
    const branch = blankNode("branch", []);
    expect(addWay(branch).branches).toHaveLength(2);
    expect(addWay({ id: "x", type: "parallel" }).branches).toEqual([{ actions: [] }]);
    expect(removeWay(addWay(branch), 0).branches).toHaveLength(1);
    expect(removeWay(branch, 0)).toBe(branch);
  });
});

describe("copies and new nodes", () => {
  it("gives a copy ids of its own, however often it is made", () => {
    fc.assert(
      fc.property(someActions, fc.nat(), (actions, which) => {
        const places = walk(actions);
        const { path, list, index } = places[which % places.length]!;
        const twice = duplicateNode(duplicateNode(actions, path), path);
        const all = ids(twice);
        expect(new Set(all).size).toBe(all.length);
        expect(nodeAt(twice, pathIn(list, index))).toEqual(nodeAt(actions, path));
      }),
    );
  });

  it("names new nodes as the API does", () => {
    const actions = [step("generate_ideas"), step("generate_ideas_2")];
    expect(freshId(actions, "generate_ideas")).toBe("generate_ideas_3");
    expect(freshId([], "9 lives!")).toBe("_9_lives_");
    expect(freshId([], "x".repeat(99))).toHaveLength(60);
  });

  it("makes nodes that have the lists of their kind", () => {
    for (const type of ["branch", "parallel", "for_each", "wait", "approval", "generate_ideas"]) {
      const node = blankNode(type, RULE);
      expect(takenIds(RULE)).not.toContain(node.id);
      const inside = type === "for_each" ? 1 : type === "branch" || type === "parallel" ? 2 : 0;
      expect(slotsOf(node, "actions/0")).toHaveLength(inside);
    }
  });
});

describe("paths", () => {
  it("drops the items of loops, and only those", () => {
    expect(definitionPath("actions/1/items/3/actions/0")).toBe("actions/1/actions/0");
    expect(definitionPath("actions/1/items/3")).toBe("actions/1");
    expect(definitionPath("actions/1/branches/0/actions/2")).toBe("actions/1/branches/0/actions/2");
  });

  it("translates between places and the API's names of them", () => {
    fc.assert(
      fc.property(ruleActions, (actions) => {
        for (const { path } of walk(actions)) {
          expect(problemPlace(`${problemKey(path)}.params.limit`)).toEqual({
            path,
            rest: "params.limit",
          });
        }
      }),
    );
    expect(problemKey("actions/1/branches/0/actions/2")).toBe("actions[1].branches[0].actions[2]");
    expect(problemPlace("actions[1].branches[0].conditions[0].value")).toEqual({
      path: "actions/1",
      rest: "branches[0].conditions[0].value",
    });
    expect(problemPlace("actions[1]")).toEqual({ path: "actions/1", rest: "" });
    expect(problemPlace("name")).toBeNull();
  });

  it("knows who holds what", () => {
    expect(ownerOf("actions/1/branches/0/actions")).toBe("actions/1");
    expect(ownerOf("actions")).toBeNull();
    expect(parentOf("actions/2/actions/0/on_error/0")).toBe("actions/2/actions/0");
    expect(isWithin("actions/10", "actions/1")).toBe(false);
  });
});
