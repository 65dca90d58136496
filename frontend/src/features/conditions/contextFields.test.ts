import { describe, expect, it } from "vitest";

import { earlierSteps, type Node, type TriggerDraft } from "@/lib/rule";
import { actionTypes, contentUpdated, keywordsImported } from "@/test/formFixtures";

import { readableFields } from "./contextFields";
import { itemFields, typeOf } from "./fields";
import { isNullable, jsonType, resolved } from "./jsonSchema";
import { nodeName, outputsOf } from "./stepFields";

const trigger = (draft: Partial<TriggerDraft>): TriggerDraft => ({
  trigger: "manual",
  schedules: [],
  event: null,
  webhook: null,
  inputs: [],
  ...draft,
});

const paths = (draft: Partial<TriggerDraft>): string[] =>
  readableFields({
    trigger: trigger(draft),
    eventTypes: [contentUpdated, keywordsImported],
  }).map(({ path }) => path);

describe("the fields that a rule can read", () => {
  it("are those of the event, and what it was before where that is known", () => {
    const found = paths({ trigger: "event", event: { type: "content.updated" } });
    expect(found).toContain("word_count");
    expect(found).toContain("event.before.word_count");
    const imported = paths({ trigger: "event", event: { type: "keywords.imported" } });
    expect(imported).toContain("created");
    expect(imported).not.toContain("event.before.created");
  });

  it("are the message of a webhook, and the inputs of a start by hand", () => {
    expect(paths({ trigger: "webhook" })).toContain("webhook.body");
    expect(paths({ inputs: [{ name: "topic" }, { name: "" }] })).toContain("topic");
    expect(paths({ trigger: "schedule" })).toContain("site.language");
  });

  it("are the outputs of the steps before, the nearest first", () => {
    const steps: Node[] = [
      { id: "write", type: "generate_content" },
      { id: "2nd step", type: "set", params: { word: "x" } },
      { id: "out", type: "publish_to_wordpress" },
    ];
    const fields = readableFields({
      trigger: trigger({}),
      eventTypes: [],
      actionTypes,
      earlier: earlierSteps(steps, "actions/2"),
    });
    expect(fields.map(({ path }) => path).slice(0, 4)).toEqual([
      'steps["2nd step"].word',
      "steps.write.content_ids",
      "steps.write.results",
      "steps.write.failed",
    ]);
    expect(typeOf("steps.write.content_ids", fields)).toBe("list");
    expect(typeOf("steps.nothing", fields)).toBe("any");
    const labels = { group: "Item", item: "It", index: "Place" };
    expect(itemFields("steps.write.results", fields, labels)[0]?.path).toBe("item.before");
    expect(itemFields("unknown", [], labels).map(({ path }) => path)).toEqual(["item", "index"]);
  });

  it("are what flow nodes give", () => {
    const names = (node: Node) => outputsOf(node, actionTypes).map(({ name }) => name);
    const loop: Node = { id: "l", type: "for_each", actions: [{ id: "w", type: "generate_content" }] };
    expect(names(loop)).toEqual(["content_ids", "results", "items", "completed", "failed"]);
    expect(names({ id: "w", type: "wait", params: { seconds: 5 } })).toEqual(["until"]);
    expect(names({ id: "w", type: "wait", params: { event: {} } })).toEqual(["event", "timed_out"]);
    expect(names({ id: "p", type: "of_a_plugin" })).toEqual([]);
    expect(nodeName({ id: "p", type: "of_a_plugin" }, actionTypes)).toBe("Of a plugin");
    expect(nodeName({ id: "p", type: "wait", name: "Rest" }, actionTypes)).toBe("Rest");
  });
});

describe("the catalog's JSON Schema", () => {
  it("is followed through references and alternatives", () => {
    const root = { $defs: { Colour: { type: "string", enum: ["red"] } } };
    expect(resolved({ $ref: "#/$defs/Colour", title: "C" }, root)).toMatchObject({
      type: "string",
      title: "C",
    });
    expect(resolved({ $ref: "#/$defs/None" }, root)).toEqual({});
    expect(resolved(null, root)).toEqual({});
    const maybe = { anyOf: [{ type: "boolean" }, { type: "null" }] };
    expect(resolved(maybe, root)).toEqual({ type: "boolean" });
    expect(isNullable(maybe)).toBe(true);
    expect(isNullable({ type: "boolean" })).toBe(false);
    const either = { anyOf: [{ type: "boolean" }, { type: "string" }] };
    expect(resolved(either, root)).toBe(either);
  });

  it("has types that conditions know", () => {
    expect(jsonType({ type: "integer" })).toBe("number");
    expect(jsonType({ type: "string", format: "date-time" })).toBe("date");
    expect(jsonType({ type: "null" })).toBe("any");
    expect(jsonType({})).toBe("any");
  });
});
