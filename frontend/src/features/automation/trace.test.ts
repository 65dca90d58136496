import { describe, expect, it } from "vitest";

import type { StepRun } from "@/lib/api";
import { failedSteps, runningSteps } from "@/test/fixtures";

import { adviceFor } from "./advice";
import { comparisonsOf, showValue } from "./comparisons";
import { contentIdsOf } from "./runContent";
import { itemCount, mergeSteps, runPercent, stepDepth, stepName, stepPercent } from "./stepProgress";

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

  it("measures a step by its items, its percentage or its status", () => {
    expect(stepPercent(step({ progress: { done: 2, total: 5 } }))).toBe(40);
    expect(stepPercent(step({ progress: 130 }))).toBe(100);
    expect(stepPercent(step({ status: "skipped" }))).toBe(100);
    expect(stepPercent(step({ progress: null }))).toBe(0);
    expect(itemCount(step({ progress: { done: 0, total: 0 } }))).toBeNull();
  });

  it("measures a run by its outer steps", () => {
    expect(runPercent(runningSteps)).toBe(40);
    expect(runPercent([])).toBe(0);
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
    expect(stepName({ type: "generate_ideas" })).toBe("Generate ideas");
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
    expect(adviceFor({ code: "new", message: "" })).toContain("Mend what the message names");
  });
});
