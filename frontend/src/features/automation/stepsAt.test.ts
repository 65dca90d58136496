import { describe, expect, it } from "vitest";

import { loopSteps } from "@/test/fixtures";

import { stepsAt } from "./stepsAt";

describe("the steps at a node of the rule", () => {
  it("are those of all items, with what failed first", () => {
    const found = stepsAt(loopSteps, "actions/1/actions/0");
    expect(found).toHaveLength(7);
    expect(found[0]?.status).toBe("failed");
  });

  it("are not the items or lanes themselves", () => {
    expect(stepsAt(loopSteps, "actions/1").map(({ type }) => type)).toEqual(["for_each"]);
    expect(stepsAt(loopSteps, "actions/2/branches/0")).toEqual([]);
  });
});
