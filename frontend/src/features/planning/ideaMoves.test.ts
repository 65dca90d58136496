import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Idea, IdeaDecision, IdeaStatus } from "@/lib/api";
import { ideas } from "@/test/fixtures";

import { DECISIONS, type IdeaColumns, mayMove, movesOf, STATUSES, withMoves } from "./ideaMoves";

const rows = fc.uniqueArray(
  fc.record({ id: fc.string({ minLength: 1, maxLength: 3 }), status: fc.constantFrom(...STATUSES) }),
  { selector: ({ id }) => id, maxLength: 30 },
);

function columnsOf(found: readonly { id: string; status: IdeaStatus }[]): IdeaColumns {
  const base = ideas[0]!;
  const all: Idea[] = found.map((part) => ({ ...base, ...part }));
  const pairs = STATUSES.map((status) => [status, all.filter((one) => one.status === status)]);
  return Object.fromEntries(pairs) as IdeaColumns;
}

const idsIn = (columns: IdeaColumns) =>
  STATUSES.flatMap((status) => columns[status].map(({ id }) => id));

describe("ideas that are moved", () => {
  it("stand once, in the column they were put into", () => {
    fc.assert(
      fc.property(rows, fc.array(fc.constantFrom(...DECISIONS)), (found, targets) => {
        const before = columnsOf(found);
        const moves: Record<string, IdeaDecision> = Object.fromEntries(
          targets.flatMap((to, index) => (found[index] ? [[found[index].id, to]] : [])),
        );
        const after = withMoves(before, moves);
        expect(idsIn(after).sort()).toEqual(idsIn(before).sort());
        for (const status of STATUSES) {
          for (const idea of after[status]) {
            expect(idea.status).toBe(status);
            const wanted = moves[idea.id] ?? found.find(({ id }) => id === idea.id)?.status;
            expect(status).toBe(wanted);
          }
        }
      }),
    );
  });

  it("leave the others in their order", () => {
    const before = columnsOf([
      { id: "a", status: "new" },
      { id: "b", status: "new" },
      { id: "c", status: "approved" },
    ]);
    const after = withMoves(before, { b: "approved", a: "new" });
    expect(after.new.map(({ id }) => id)).toEqual(["a"]);
    expect(after.approved.map(({ id }) => id)).toEqual(["b", "c"]);
  });
});

describe("where an idea may go", () => {
  const of = (status: IdeaStatus, brief: Idea["brief"] = { h1: "x" }) => ({ status, brief });

  it("is anywhere people decide, unless it is planned or repeats another", () => {
    expect(movesOf(of("new"))).toEqual(["approved", "rejected"]);
    expect(movesOf(of("rejected"))).toEqual(["new", "approved"]);
    expect(movesOf(of("planned"))).toEqual([]);
    expect(movesOf(of("duplicate", {}))).toEqual(["rejected"]);
  });

  it("is not into what is written without a brief, and never into what only follows", () => {
    expect(mayMove(of("new", {}), "approved")).toBe(false);
    expect(mayMove(of("new"), "planned")).toBe(false);
    expect(mayMove(of("new"), "approved")).toBe(true);
  });
});
