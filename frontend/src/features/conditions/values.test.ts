import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { operators } from "@/test/formFixtures";

import { operatorFor, operatorsFor, type ValueKind, valueKind } from "./operators";
import {
  carried,
  DAYS,
  fits,
  readDate,
  readTimeRange,
  readWeekdays,
  writeDate,
  writeTimeRange,
  writeWeekdays,
} from "./values";

const named = (name: string) => operators.find((one) => one.name === name)!;

describe("values of comparisons", () => {
  it.each(["now", "today", "-7d", "+3 hours", "2026-03-01", "2026-03-01T09:00:00Z"])(
    "reads %s as a moment and writes it again",
    (text) => {
      const form = readDate(text);
      expect(form).not.toBeNull();
      expect(writeDate(form!)).toBe(text);
    },
  );

  it.each(["", "soon", "-7 moons", "2026-03", 7, null])("does not take %s for a moment", (value) => {
    expect(readDate(value)).toBeNull();
  });

  it("keeps days of the week and times of day, with a zone and without", () => {
    const zone = fc.option(fc.constantFrom("UTC", "Europe/Berlin"), { nil: undefined });
    fc.assert(
      fc.property(fc.subarray([...DAYS]), zone, (days, timezone) => {
        expect(readWeekdays(writeWeekdays({ days, timezone }))).toEqual({ days, timezone });
        const range = { from: "22:00", to: "06:30", timezone };
        expect(readTimeRange(writeTimeRange(range))).toEqual(range);
      }),
    );
    expect(readWeekdays(["monday"])).toBeNull();
    expect(readWeekdays({ days: ["mon"], zone: "UTC" })).toBeNull();
    expect(readTimeRange(["9:00", "10:00"])).toBeNull();
    expect(readTimeRange({ from: "09:00" })).toBeNull();
  });

  it.each<[ValueKind, unknown, boolean]>([
    ["number", 5, true],
    ["number", "5", false],
    ["number", undefined, true],
    ["integer", 1.5, false],
    ["texts", ["a", "b"], true],
    ["texts", ["a", "a"], false],
    ["texts", ["a", 1], false],
    ["range", [1, null], true],
    ["range", [1], false],
    ["scalar", null, true],
    ["text", "{{ site.name }}", false],
    ["json", { a: 1 }, true],
  ])("shows in an input of %s the value %j: %s", (kind, value, expected) => {
    expect(fits(kind, value)).toBe(expected);
  });

  it("are carried over to another operator where they fit", () => {
    expect(carried("number", 5)).toBe(5);
    expect(carried("number", "five")).toBeUndefined();
    expect(carried("none", 5)).toBeUndefined();
    expect(carried("date", 5)).toBe("today");
    expect(carried("number", "{{ steps.a.b }}")).toBe("{{ steps.a.b }}");
  });
});

describe("operators", () => {
  it("are those of the field's type, the usual ones first", () => {
    const names = operatorsFor(operators, "number").map(({ name }) => name);
    expect(names).toEqual(["equals", "greater_than", "between", "in", "exists", "changed"]);
    expect(operatorsFor(operators, "any")).toHaveLength(operators.length);
  });

  it("stay where they fit another type too", () => {
    expect(operatorFor(operators, "equals", "boolean")).toBe("equals");
    expect(operatorFor(operators, "greater_than", "text")).toBe("equals");
    expect(operatorFor([], "greater_than", "text")).toBe("greater_than");
  });

  it("take a value of a kind that depends on the field", () => {
    expect(valueKind(named("equals"), "number")).toBe("number");
    expect(valueKind(named("equals"), "any")).toBe("scalar");
    expect(valueKind(named("contains"), "list")).toBe("scalar");
    expect(valueKind(named("in"), "number")).toBe("numbers");
    expect(valueKind(named("between"), "date")).toBe("dates");
    expect(valueKind({ ...named("between"), value_type: "colour" }, "date")).toBe("json");
  });
});
