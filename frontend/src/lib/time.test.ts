import { describe, expect, it } from "vitest";

import { durationOf, readDuration, secondsOf, writeDuration } from "./duration";
import { localInput, momentOf } from "./localTime";
import { allZones, knownZone, ownZone, zoneLabel } from "./zones";

describe("durations", () => {
  it.each([
    ["15m", 900],
    ["12 hours", 43_200],
    ["90s", 90],
    ["1 week", 604_800],
    ["2mins", 120],
  ])("%s is %d seconds", (text, seconds) => {
    const duration = readDuration(text);
    expect(duration && secondsOf(duration)).toBe(seconds);
  });

  it.each(["", "7", "d", "7 moons", "5ms", "-7d"])("%s is none", (text) => {
    expect(readDuration(text)).toBeNull();
  });

  it("are shown in the largest unit that fits", () => {
    expect(writeDuration(durationOf(7200))).toBe("2h");
    expect(writeDuration(durationOf(90))).toBe("90s");
    expect(writeDuration(durationOf(0, ["m"]))).toBe("0m");
  });
});

describe("times of a zone", () => {
  it("go into the browser's input and back", () => {
    expect(localInput("2026-07-01T07:00:00Z", "Europe/Berlin")).toBe("2026-07-01T09:00");
    expect(momentOf("2026-07-01T09:00", "Europe/Berlin")).toBe("2026-07-01T07:00:00Z");
    expect(localInput("2026-01-01T09:00:00+02:00", "UTC")).toBe("2026-01-01T07:00");
    expect(localInput("soon", "UTC")).toBe("");
    expect(momentOf("2026-07-01T09:00", "Mars/Olympus")).toBe("2026-07-01T09:00:00Z");
  });

  it("have zones with names to read", () => {
    expect(allZones()[0]).toBe("UTC");
    expect(allZones()).toContain("Europe/Berlin");
    expect(knownZone("Europe/Berlin")).toBe("Europe/Berlin");
    expect(knownZone("Mars/Olympus")).toBe("UTC");
    expect(knownZone(ownZone())).toBe(ownZone());
    expect(zoneLabel("America/New_York")).toBe("America / New York");
  });
});
