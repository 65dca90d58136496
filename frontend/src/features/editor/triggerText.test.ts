import { expect, it } from "vitest";

import { eventTypes } from "@/test/editorFixtures";

import { blankDoc } from "./document";
import { triggerText } from "./triggerText";

const { trigger } = blankDoc(null);

it("says when a rule starts, where its kind does not say it all", () => {
  expect(triggerText(trigger, eventTypes)).toBeUndefined();
  const schedules = [{ cron: "0 9 * * 1" }, { every: "2h" }, { cron: "no cron" }];
  const words = triggerText({ ...trigger, trigger: "schedule", schedules }, eventTypes);
  expect(words).toMatch(/^Mondays at 09:00.*; Every 2 hours$/);
  expect(triggerText({ ...trigger, trigger: "schedule" }, eventTypes)).toBeUndefined();
  const event = { type: "content.updated" };
  expect(triggerText({ ...trigger, trigger: "event", event }, eventTypes)).toBe(
    "An article was changed",
  );
});
