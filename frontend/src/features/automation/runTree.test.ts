import { describe, expect, it } from "vitest";

import { loopSteps, step } from "@/test/fixtures";

import {
  buildTree,
  creditsOf,
  itemLabel,
  itemsTotal,
  needsLook,
  placesOf,
  statusOf,
  tally,
} from "./runTree";
import { mergeSteps } from "./stepProgress";

const tree = buildTree(mergeSteps(loopSteps, []));
const at = (index: number) => tree[index]!;

describe("the tree of a run", () => {
  it("reads the groups out of a path, also those without a record", () => {
    expect(placesOf("actions/1/items/3/actions/0").map(({ path, kind }) => [path, kind])).toEqual([
      ["actions/1", "step"],
      ["actions/1/items/3", "item"],
      ["actions/1/items/3/actions/0", "step"],
    ]);
    expect(placesOf("actions/0/else/2").map(({ path, kind }) => [path, kind])).toEqual([
      ["actions/0", "step"],
      ["actions/0/else", "else"],
      ["actions/0/else/2", "step"],
    ]);
    expect(placesOf("conditions")).toHaveLength(1);
  });

  it("holds loops, ways, lanes and handlers", () => {
    expect(tree.map(({ path }) => path)).toEqual([
      "actions/0",
      "actions/1",
      "actions/2",
      "actions/3",
      "on_failure",
    ]);
    expect(at(0).children[0]?.kind).toBe("arm");
    expect(at(1).children.map(({ kind }) => kind)).toEqual(Array.from({ length: 7 }, () => "item"));
    expect(at(2).children[0]?.kind).toBe("lane");
    expect(at(3).children[0]?.kind).toBe("handler");
  });

  it("knows how many items there are, how they stand and what they cost", () => {
    expect(itemsTotal(at(1))).toBe(9);
    expect(tally(at(1).children)).toEqual([
      ["failed", 1],
      ["running", 1],
      ["completed", 5],
    ]);
    expect(creditsOf(at(1))).toBe(70);
  });

  it("takes the state of an item that is under way from its steps", () => {
    const [loop] = buildTree([step({ path: "actions/0/items/0/actions/0", type: "x" })]);
    expect(loop?.children[0] && statusOf(loop.children[0])).toBe("running");
    expect(statusOf(at(0).children[0]!)).toBe("completed");
    expect(loop && itemsTotal(loop)).toBe(1);
  });

  it("points at what failed or goes on, however deep it is", () => {
    expect(at(1).children.map(needsLook)).toEqual([false, false, false, false, true, false, true]);
  });

  it("calls an item by its title, its text, or nothing", () => {
    const label = (item: unknown) =>
      itemLabel(
        buildTree([step({ path: "actions/0/items/0", type: "item", output: { item } })])[0]!
          .children[0]!,
      );
    expect([{ title: "T" }, { name: "N" }, "k1", 7, { a: 1 }, null].map(label)).toEqual([
      "T",
      "N",
      "k1",
      "7",
      "",
      "",
    ]);
  });
});
