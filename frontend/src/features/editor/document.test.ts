import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { AutomationRule } from "@/lib/api";
import { rules } from "@/test/fixtures";

import {
  blankDoc,
  docOf,
  draftRequest,
  liveDoc,
  MODES,
  placeholderRequest,
  type RuleDoc,
  ruleRequest,
  sameDoc,
} from "./document";

const [RULE] = rules;
const rule = (part: Partial<AutomationRule>): AutomationRule => ({ ...RULE!, ...part });

const node = fc.record({ id: fc.stringMatching(/^[a-z]{1,8}$/), type: fc.constant("notify") });
const limit = fc.option(fc.nat(), { nil: null });
const docs: fc.Arbitrary<RuleDoc> = fc.record({
  name: fc.stringMatching(/^[a-z][a-z ]{0,20}[a-z]$/),
  description: fc.constant(""),
  site: fc.constant("s1"),
  isActive: fc.boolean(),
  trigger: fc.record({
    trigger: fc.constantFrom("manual", "schedule", "event"),
    schedules: fc.array(fc.record({ cron: fc.constant("0 9 * * 1") }), { maxLength: 2 }),
    event: fc.constantFrom(null, { type: "content.updated" }),
    webhook: fc.constantFrom(null, { signed: false }),
    inputs: fc.array(fc.record({ name: fc.constant("city") }), { maxLength: 1 }),
  }),
  triggerParams: fc.constant({}),
  conditions: fc.constantFrom(null, [{ field: "word_count", operator: "less_than", value: 5 }]),
  actions: fc.array(node),
  on_failure: fc.array(node),
  on_recovery: fc.array(node),
  mode: fc.constantFrom(...MODES),
  maxRuns: fc.integer({ min: 1, max: 1000 }),
  timeoutSeconds: limit,
  pauseAfterFailures: fc.nat(),
  budget: fc.record({ per_run: limit, per_day: limit }),
});

/** What the API would show of a rule that was saved like this. */
const stored = (doc: RuleDoc): AutomationRule =>
  rule({ ...(ruleRequest(doc) as Partial<AutomationRule>), draft: null });

describe("a rule as a document", () => {
  it("says the same after it was saved and read again", () => {
    fc.assert(
      fc.property(docs, (doc) => {
        expect(sameDoc(docOf(stored(doc)), doc)).toBe(true);
      }),
    );
  });

  it("takes the short form of a schedule for a list of one", () => {
    const doc = liveDoc(rule({ schedule: "0 9 * * 1", schedules: [] }));
    expect(doc.trigger.schedules).toEqual([{ cron: "0 9 * * 1" }]);
  });

  it("is the draft where there is one", () => {
    const draft = {
      name: "Other name",
      base_version: 1,
      definition: { actions: [{ id: "a", type: "stop" }], mode: "single", budget: { per_run: 5 } },
    };
    const doc = docOf(rule({ draft }));
    expect(doc).toMatchObject({ name: "Other name", mode: "single", budget: { per_run: 5 } });
    expect(doc.actions).toEqual([{ id: "a", type: "stop" }]);
    expect(doc.description).toBe(RULE!.description);
  });

  it("falls back to the defaults where a definition cannot be read", () => {
    const doc = docOf(rule({ draft: { definition: { actions: 5, conditions: "x", mode: "?" } } }));
    expect(doc).toMatchObject({ actions: [], conditions: null, mode: "queued", maxRuns: 10 });
  });

  it("sends no draft what a draft cannot hold, and no empty budget", () => {
    const doc = { ...blankDoc("s1"), name: " Name ", budget: { per_run: null } };
    expect(draftRequest(doc)).not.toHaveProperty("is_active");
    expect(draftRequest(doc)).toMatchObject({ name: "Name", budget: null, conditions: [] });
    expect(placeholderRequest(doc)).toEqual({
      name: "Name",
      description: "",
      is_active: true,
      site: "s1",
    });
  });
});
