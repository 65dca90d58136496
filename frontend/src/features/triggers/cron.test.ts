import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { type CronPlan, planOf, readCron, readTime, timeText, WEEKDAYS, writeCron } from "./cron";

const time = fc.record({
  hour: fc.integer({ min: 0, max: 23 }),
  minute: fc.integer({ min: 0, max: 59 }),
});

const plan: fc.Arbitrary<CronPlan> = fc.oneof(
  fc.record({ kind: fc.constant("minutes" as const), step: fc.integer({ min: 1, max: 59 }) }),
  fc.record({
    kind: fc.constant("hourly" as const),
    minute: fc.integer({ min: 0, max: 59 }),
    step: fc.integer({ min: 1, max: 23 }),
  }),
  fc.record({ kind: fc.constant("daily" as const), time }),
  fc.record({
    kind: fc.constant("weekly" as const),
    days: fc.subarray([...WEEKDAYS], { minLength: 1 }),
    time,
  }),
  fc.record({
    kind: fc.constant("monthly" as const),
    day: fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant("L" as const)),
    time,
  }),
);

describe("cron expressions", () => {
  it("say again what they were made of", () => {
    fc.assert(
      fc.property(plan, (one) => {
        expect(readCron(writeCron(one))).toEqual(one);
      }),
    );
  });

  it.each([
    ["0 9 * * 1", "weekly"],
    ["0 9 * * MON-FRI", "weekly"],
    ["*/15 * * * *", "minutes"],
    ["5 */2 * * *", "hourly"],
    ["30 6 L * *", "monthly"],
    ["0 9 1 1 *", "custom"],
    ["0 9 * * 1#2", "custom"],
    ["0 9-17 * * *", "custom"],
    ["0 9 1 * 1", "custom"],
    ["61 9 * * *", "custom"],
    ["", "custom"],
  ])("%s is %s", (text, kind) => {
    expect(readCron(text).kind).toBe(kind);
  });

  it("that no pattern fits stay as they are", () => {
    expect(writeCron(readCron("0 9 * * 1#2"))).toBe("0 9 * * 1#2");
    expect(readCron("0 9 * * 7")).toEqual(readCron("0 9 * * SUN"));
  });

  it("keep their time in another pattern", () => {
    const before = readCron("30 6 * * *");
    expect(writeCron(planOf("weekly", before))).toBe("30 6 * * 1");
    expect(writeCron(planOf("monthly", before))).toBe("30 6 1 * *");
    expect(writeCron(planOf("daily", before))).toBe("30 6 * * *");
    expect(writeCron(planOf("hourly", before))).toBe("0 * * * *");
    expect(writeCron(planOf("minutes", before))).toBe("*/15 * * * *");
    expect(writeCron(planOf("custom", before))).toBe("30 6 * * *");
  });

  it("take a time of day only whole", () => {
    expect(readTime("09:05")).toEqual({ hour: 9, minute: 5 });
    expect(timeText({ hour: 9, minute: 5 })).toBe("09:05");
    expect(readTime("9")).toBeNull();
    expect(readTime("24:00")).toBeNull();
  });
});
