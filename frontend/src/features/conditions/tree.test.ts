import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Condition } from "@/lib/rule";

import {
  childPlace,
  countOf,
  innerPlace,
  moveTo,
  readNode,
  readRoot,
  rootPlace,
  writeChanged,
  writeNode,
  writeRoot,
} from "./tree";

const comparison = fc.record(
  {
    field: fc.string(),
    operator: fc.string(),
    value: fc.jsonValue(),
    case_sensitive: fc.boolean(),
    loose: fc.boolean(),
  },
  { requiredKeys: ["field", "operator"] },
);

const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 5, depthSize: "small" },
    comparison,
    fc.array(tie("condition"), { maxLength: 4 }),
    fc.record({ all: fc.array(tie("condition"), { maxLength: 4 }) }),
    fc.record({ any: fc.array(tie("condition"), { maxLength: 4 }) }),
    fc.record({ not: tie("condition") }),
  ),
}));

describe("conditions in a form", () => {
  it("come back as they were", () => {
    fc.assert(
      fc.property(condition, (value) => {
        expect(writeNode(readNode(value))).toEqual(value);
        expect(writeRoot(readRoot(value))).toEqual(value);
      }),
    );
  });

  it("come back as they were, whatever they are", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(writeRoot(readRoot(value as Condition))).toEqual(value);
      }),
    );
  });

  it("are counted, comparison by comparison", () => {
    const one = { field: "a", operator: "exists" };
    expect(countOf(null)).toBe(0);
    expect(countOf(undefined)).toBe(0);
    expect(countOf([one, { any: [one, { not: one }] }])).toBe(3);
  });

  it("are nothing once the last is gone, and a list once there are two", () => {
    const one = readNode({ field: "a", operator: "exists" });
    const root = readRoot({ field: "a", operator: "exists" });
    expect(writeChanged(root, { ...root.group, children: [] })).toBeNull();
    expect(writeChanged(root, { ...root.group, children: [one, one] })).toHaveLength(2);
    const empty = readRoot(null);
    expect(writeChanged(empty, { ...empty.group, children: [one] })).toEqual([
      { field: "a", operator: "exists" },
    ]);
  });

  it("stand where the API says", () => {
    const list = readRoot([{ not: { any: [{ field: "a", operator: "exists" }] } }]);
    const [negated] = list.group.children;
    expect(rootPlace(list, "conditions", 0)).toBe("conditions[0]");
    expect(innerPlace(negated!, "conditions[0]")).toBe("conditions[0].not");
    if (negated?.kind !== "group") throw new Error("not a group");
    expect(childPlace(negated, "conditions[0].not", 0)).toBe("conditions[0].not.any[0]");
    expect(rootPlace(readRoot({ field: "a", operator: "exists" }), "conditions", 0)).toBe("conditions");
    expect(rootPlace(readRoot({ all: [] }), "conditions", 1)).toBe("conditions.all[1]");
  });

  it("can be moved within their group, and no further", () => {
    expect(moveTo(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
    expect(moveTo(["a", "b"], 0, -1)).toEqual(["a", "b"]);
    expect(moveTo(["a", "b"], 5, 0)).toEqual(["a", "b"]);
  });
});
