import fc from "fast-check";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { speakCron } from "./cronSpeaker";
import {
  type CronSpeaker,
  everyWords,
  loadCronSpeaker,
  needsSpeaker,
  scheduleWords,
  spokenSchedule,
  usualCronWords,
  zoneName,
} from "./scheduleWords";

beforeEach(() => {
  vi.spyOn(navigator, "languages", "get").mockReturnValue(["en-GB"]);
});

describe("schedules in words", () => {
  it.each([
    ["0 9 * * 1", "Mondays at 09:00"],
    ["30 17 * * 5,1", "Mondays and Fridays at 17:30"],
    ["0 9 * * 0,6", "Saturdays and Sundays at 09:00"],
    ["0 9 * * 7", "Sundays at 09:00"],
    ["0 9 * * 1-5", "Monday to Friday at 09:00"],
    ["5 0 * * *", "Every day at 00:05"],
    ["15 * * * *", "Every hour at minute 15"],
    ["0 6 1 * *", "Day 1 of the month at 06:00"],
  ])("%s is “%s”", (cron, words) => {
    expect(usualCronWords(cron)).toBe(words);
    expect(needsSpeaker({ cron })).toBe(false);
  });

  it.each([
    "*/5 * * * *",
    "0 9 * 3 1",
    "0 9 1 * 1",
    "0 9 * * MON",
    "61 9 * * 1",
    "0 9 * * 5-1",
    "0 9",
    "0 0 9 * * 1",
  ])("%s is left to somebody who can say it", (cron) => {
    expect(usualCronWords(cron)).toBeNull();
    expect(needsSpeaker({ cron })).toBe(true);
    expect(scheduleWords({ cron })).toBe(cron);
  });

  it("names the zone by its city", () => {
    expect(scheduleWords({ cron: "0 9 * * 1", timezone: "Europe/Berlin" })).toBe(
      "Mondays at 09:00, Berlin",
    );
    expect(zoneName("America/Argentina/Buenos_Aires")).toBe("Buenos Aires");
  });

  it.each([
    ["15m", "Every 15 minutes"],
    ["1h", "Every hour"],
    ["2d", "Every 2 days"],
    ["1 day", "Every day"],
  ])("every %s is “%s”", (every, words) => {
    expect(everyWords(every)).toBe(words);
    expect(scheduleWords({ every, timezone: "UTC" })).toBe(words);
  });

  it("says nothing of what is no schedule, which then stands for itself", () => {
    for (const cron of ["0 0 9 * * 1", "nonsense of five words here"]) {
      expect(spokenSchedule({ cron }, speakCron)).toBeNull();
      expect(scheduleWords({ cron, timezone: "UTC" }, speakCron)).toBe(cron);
    }
    expect(everyWords("often")).toBeNull();
    expect(scheduleWords({ every: "often" })).toBe("often");
    expect(scheduleWords({})).toBe("");
  });

  it("says the rest with a library that is loaded when it is needed", async () => {
    const speak: CronSpeaker = await loadCronSpeaker();
    expect(scheduleWords({ cron: "*/5 * * * *", timezone: "UTC" }, speak)).toBe("Every 5 minutes, UTC");
    expect(scheduleWords({ cron: "nonsense" }, speak)).toBe("nonsense");
  });

  it("never fails, whatever stands there", () => {
    fc.assert(
      fc.property(fc.string(), (cron) => {
        expect(typeof scheduleWords({ cron })).toBe("string");
      }),
    );
  });
});
