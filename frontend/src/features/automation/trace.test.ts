import { describe, expect, it } from "vitest";

import type { StepRun } from "@/lib/api";
import { failedSteps, runningSteps } from "@/test/fixtures";

import { adviceFor } from "./advice";
import { comparisonsOf, showValue } from "./comparisons";
import { contentIdsOf } from "./runContent";
import { itemCount, mergeSteps, outerActions, settledCount, stepDepth, stepName } from "./stepProgress";

const step = (part: Partial<StepRun>): StepRun => ({ ...runningSteps[2]!, ...part });

describe("comparisonsOf", () => {
  it("finds every comparison, however deep it is nested", () => {
    const leaf = { field: "a", operator: "equals", expected: 1, actual: 2, result: false };
    const found = comparisonsOf({
      all: [leaf, { any: [{ not: { ...leaf, field: "b", result: true } }] }],
    });
    expect(found.map(({ field, held }) => [field, held])).toEqual([
      ["a", false],
      ["b", true],
    ]);
  });

  it("takes the condition's value where no expected one is recorded", () => {
    expect(comparisonsOf([{ field: "a", operator: "in", value: [1] }])[0]?.expected).toEqual([1]);
  });

  it("finds nothing in what is no evaluation", () => {
    expect([null, 3, "x", {}].flatMap(comparisonsOf)).toEqual([]);
  });

  it("shows values as they were written", () => {
    expect([showValue("en"), showValue([1, 2]), showValue(undefined)]).toEqual(["en", "[1,2]", "–"]);
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

  it("keeps the rule's order, with conditions first and the tenth after the second", () => {
    const news = ["actions/10", "actions/2", "conditions"].map((path) => ({ path, type: "x" }));
    expect(mergeSteps([], news).map(({ path }) => path)).toEqual([
      "conditions",
      "actions/2",
      "actions/10",
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
