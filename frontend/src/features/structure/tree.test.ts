import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { SitePage } from "@/lib/api";
import { sitePage } from "@/test/pageFixtures";

import {
  allNodes,
  applyMove,
  type Direction,
  dropAt,
  findNode,
  moveBy,
  treeOf,
  visibleRows,
  withBelow,
} from "./tree";

const HOME = sitePage({ id: "home", kind: "home", slug: "", path: "/" });

/** home > (hub > (a, b), other) */
const PAGES = [
  sitePage({ id: "b", parent: "hub", position: 9, path: "/hub/b/" }),
  sitePage({ id: "other", parent: "home", position: 7 }),
  sitePage({ id: "a", parent: "hub", position: 3, path: "/hub/a/" }),
  HOME,
  sitePage({ id: "hub", kind: "hub", parent: "home", position: 1 }),
];

const shape = (pages: readonly SitePage[]) =>
  allNodes(treeOf(pages)).map(({ page, level }) => `${"-".repeat(level)}${page.id}`);

/** A home page and up to eleven others, each below one that came before it. */
const anyPages = fc.array(fc.tuple(fc.nat(), fc.nat(20)), { maxLength: 11 }).map((parents) =>
  parents.reduce<SitePage[]>(
    (pages, [parent, position], index) => [
      ...pages,
      sitePage({
        id: `p${String(index)}`,
        parent: pages[parent % pages.length]?.id ?? null,
        position,
      }),
    ],
    [HOME],
  ),
);

describe("the tree", () => {
  it("stands in the order of positions, children below their parents", () => {
    expect(shape(PAGES)).toEqual(["home", "-hub", "--a", "--b", "-other"]);
  });

  it("has every page once, also where a parent is not known", () => {
    const orphan = sitePage({ id: "orphan", parent: "gone" });
    expect(shape([...PAGES, orphan])).toContain("orphan");
    fc.assert(
      fc.property(anyPages, (pages) => {
        const ids = allNodes(treeOf(pages)).map(({ page }) => page.id);
        expect(ids.toSorted()).toEqual(pages.map(({ id }) => id).toSorted());
      }),
    );
  });

  it("hides what is below a closed page", () => {
    expect(visibleRows(treeOf(PAGES), new Set(["hub"])).map(({ page }) => page.id)).toEqual([
      "home",
      "hub",
      "other",
    ]);
  });
});

describe("moving", () => {
  it.each<[string, Direction, string[]]>([
    ["other", "up", ["home", "-other", "-hub", "--a", "--b"]],
    ["a", "down", ["home", "-hub", "--b", "--a", "-other"]],
    ["other", "in", ["home", "-hub", "--a", "--b", "--other"]],
    ["a", "out", ["home", "-hub", "--b", "-a", "-other"]],
    ["b", "in", ["home", "-hub", "--a", "---b", "-other"]],
    ["hub", "out", ["home", "-other", "hub", "-a", "-b"]],
  ])("takes %s %s", (id, direction, after) => {
    const move = moveBy(treeOf(PAGES), id, direction);
    expect(move).not.toBeNull();
    expect(shape(applyMove(PAGES, id, move!))).toEqual(after);
  });

  it.each<[string, Direction]>([
    ["hub", "up"],
    ["other", "down"],
    ["a", "in"],
    ["home", "down"],
    ["nobody", "up"],
  ])("cannot take %s %s", (id, direction) => {
    expect(moveBy(treeOf(PAGES), id, direction)).toBeNull();
  });

  it("takes the addresses below along", () => {
    const moved = applyMove(PAGES, "hub", { parent: "other", position: 0 });
    expect(moved.find(({ id }) => id === "a")?.path).toBe("/other/hub/a/");
  });

  it("keeps every page, puts it where it should be, and up undoes down", () => {
    const directions = fc.constantFrom<Direction>("up", "down", "in", "out");
    fc.assert(
      fc.property(anyPages, fc.nat(), directions, (pages, pick, direction) => {
        const { id } = pages[pick % pages.length]!;
        const move = moveBy(treeOf(pages), id, direction);
        if (move === null) return;
        const after = applyMove(pages, id, move);
        expect(after.map((page) => page.id).toSorted()).toEqual(pages.map((page) => page.id).toSorted());
        const place = findNode(treeOf(after), id);
        expect([place?.parent?.page.id ?? null, place?.node.index]).toEqual([
          move.parent,
          move.position,
        ]);
        if (direction === "down") {
          const back = applyMove(after, id, moveBy(treeOf(after), id, "up")!);
          expect(shape(back)).toEqual(shape(pages));
        }
      }),
    );
  });
});

describe("dropping", () => {
  const rows = visibleRows(treeOf(PAGES), new Set());

  it("goes below the row above when it is held further in", () => {
    expect(dropAt(rows, "other", "b", 2)).toEqual({ parent: "hub", position: 1, level: 2 });
    expect(dropAt(rows, "other", "hub", 9)).toEqual({ parent: "home", position: 0, level: 1 });
  });

  it("stands beside a page above when it is held further out", () => {
    expect(dropAt(rows, "b", "b", 1)).toEqual({ parent: "home", position: 1, level: 1 });
    expect(dropAt(rows, "b", "other", 0)).toEqual({ parent: null, position: 1, level: 0 });
  });

  it("never moves the home page, and nothing to nowhere", () => {
    expect(dropAt(rows, "home", "b", 1)).toBeNull();
    expect(dropAt(rows, "a", "nowhere", 1)).toBeNull();
  });

  it("always lands below a page that is there, and not below itself", () => {
    fc.assert(
      fc.property(
        anyPages,
        fc.nat(),
        fc.nat(),
        fc.integer({ min: -3, max: 6 }),
        (pages, from, to, level) => {
          const all = visibleRows(treeOf(pages), new Set());
          const active = all[from % all.length]!;
          const below = withBelow(active);
          const seen = all.filter((row) => row === active || !below.has(row.page.id));
          const over = seen[to % seen.length]!;
          const drop = dropAt(seen, active.page.id, over.page.id, level);
          if (drop === null) return;
          expect(below.has(drop.parent ?? "")).toBe(false);
          const after = applyMove(pages, active.page.id, drop);
          const place = findNode(treeOf(after), active.page.id);
          expect([place?.node.level, place?.node.index]).toEqual([drop.level, drop.position]);
        },
      ),
    );
  });
});
