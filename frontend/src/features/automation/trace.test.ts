import { describe, expect, it } from "vitest";

import type { StepRun } from "@/lib/api";
import { failedSteps, runningSteps } from "@/test/fixtures";

import { adviceFor } from "./advice";
import { comparisonsOf, showActual, showResult, showValue } from "./comparisons";
import { contentIdsOf } from "./runContent";
import { itemCount, mergeSteps, outerActions, settledCount, stepDepth, stepName } from "./stepProgress";

const step = (part: Partial<StepRun>): StepRun => ({ ...runningSteps[2]!, ...part });

describe("comparisonsOf", () => {
  const leaf = {
    at: "conditions[0]",
    path: "a",
    operator: "equals",
    expected: 1,
    actual: 2,
    found: true,
    result: false,
    error: null,
    reached: true,
  };

  it("finds every comparison, however deep it is nested", () => {
    const found = comparisonsOf({
      at: "conditions",
      all: [leaf, { at: "conditions[1]", any: [{ not: [{ ...leaf, path: "b", result: true }] }] }],
      result: false,
      reached: true,
    });
    expect(found.map(({ path, result }) => [path, result])).toEqual([
      ["a", false],
      ["b", true],
    ]);
  });

  it("finds those of a branch, whose ways may have none", () => {
    expect(comparisonsOf({ branches: [null, { ...leaf, at: "x" }] })).toHaveLength(1);
  });

  it("tells what was not there, what could not be compared and what was not needed", () => {
    const [one] = comparisonsOf({
      ...leaf,
      found: false,
      actual: null,
      result: null,
      error: "no number",
    });
    expect(one && [showActual(one), showResult(one)]).toEqual(["not there", "no number"]);
    const [other] = comparisonsOf({ ...leaf, result: null, reached: false });
    expect(other && [showActual(other), showResult(other)]).toEqual(["2", "could not be compared"]);
    expect(other?.reached).toBe(false);
  });

  it("finds nothing in what is no evaluation", () => {
    expect([null, 3, "x", {}].flatMap(comparisonsOf)).toEqual([]);
  });

  it("shows values as they were written", () => {
    expect([showValue("en"), showValue([1, 2]), showValue(null)]).toEqual(["en", "[1,2]", "–"]);
  });
});

describe("steps", () => {
  it("knows how deep a step stands", () => {
    expect(
      ["conditions", "actions/2", "actions/0/branches/1/actions/0", "actions/0/else/0"].map(stepDepth),
    ).toEqual([0, 0, 1, 1]);
  });

  it("counts a step's items only where it has any", () => {
    expect(itemCount(step({ items_done: 2, items_total: 5 }))).toEqual({ done: 2, total: 5 });
    expect(itemCount(step({ items_total: null }))).toBeNull();
    expect(itemCount(step({ items_done: 1, items_total: 1 }))).toBeNull();
    expect(itemCount(step({ items_total: 0 }))).toBeNull();
  });

  it("tells the rule's own actions from its conditions and from what runs inside a branch", () => {
    const inner = step({ path: "actions/0/branches/0/actions/0" });
    const outer = outerActions([...failedSteps, inner]);
    expect(outer.map(({ path }) => path)).toEqual(["actions/0", "actions/1", "actions/2"]);
    expect(settledCount(outer)).toBe(2);
  });

  it("keeps the rule's order: conditions, actions by number, handlers of the whole run", () => {
    const paths = ["on_failure/0", "actions/10", "actions/2", "conditions"];
    const news = paths.map((path) => ({ path, type: "x" }));
    expect(mergeSteps([], news).map(({ path }) => path)).toEqual([
      "conditions",
      "actions/2",
      "actions/10",
      "on_failure/0",
    ]);
  });

  it("names a step without a name after its type", () => {
    expect(stepName({ name: "", type: "generate_ideas" })).toBe("Generate ideas");
  });

  it("collects the articles of a run, each once", () => {
    const twice = [...runningSteps, step({ output: { content_ids: ["k2", "k3", 7] } })];
    expect(contentIdsOf(twice)).toEqual(["k1", "k2", "k3"]);
    expect(contentIdsOf([step({ output: { content_ids: "k1" } }), step({ output: null })])).toEqual([]);
  });
});

describe("adviceFor", () => {
  it("says what to do by the error's code, and something sensible for an unknown one", () => {
    expect(adviceFor(failedSteps[3]!.error!)).toContain("Test its connection");
    expect(adviceFor({ code: "new", message: "", retryable: true })).toContain("later may help");
    expect(adviceFor({ code: "new", message: "", retryable: false })).toContain(
      "Mend what the message names",
    );
  });
});
