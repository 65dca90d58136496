/** Which fields a rule can read: of what started it, of its site, and of the steps before. */
import type { ActionType, EventType } from "@/lib/api";
import { t, tMaybe } from "@/lib/i18n";
import type { Earlier, TriggerDraft } from "@/lib/rule";

import type { FieldOption, FieldType } from "./fields";
import { errorFields, loopFields, stepFields } from "./stepFields";

/** `word_count` → "Word count". */
export function humanName(name: string): string {
  const words = name.replace(/[_.]+/g, " ").trim();
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

function siteFields(): FieldOption[] {
  const group = t("fields.group.site");
  return [
    { path: "site.name", label: t("fields.site.name"), type: "text", group },
    { path: "site.url", label: t("fields.site.url"), type: "text", group },
    { path: "site.language", label: t("fields.site.language"), type: "text", group },
    { path: "site.id", label: t("fields.site.id"), type: "text", group },
    { path: "rule.name", label: t("fields.rule.name"), type: "text", group },
    { path: "run.trigger", label: t("fields.run.trigger"), type: "text", group },
    { path: "now", label: t("fields.now"), type: "date", group },
  ];
}

function eventFields(event: EventType): FieldOption[] {
  const named = event.fields.map(({ name, type }) => ({
    name,
    type,
    label: tMaybe(`field.${name}`, humanName(name)),
  }));
  const own = named.map(({ name, type, label }) => ({
    path: name,
    label,
    type,
    group: t("fields.group.object"),
  }));
  const before = named.map(({ name, type, label }) => ({
    path: `event.before.${name}`,
    label: t("fields.before", { field: label }),
    type,
    group: t("fields.group.before"),
  }));
  return event.changes ? [...own, ...before] : own;
}

function webhookFields(): FieldOption[] {
  const group = t("fields.group.webhook");
  return [
    { path: "webhook.body", label: t("fields.webhook.body"), type: "any", group },
    { path: "webhook.headers", label: t("fields.webhook.headers"), type: "object", group },
    { path: "webhook.id", label: t("fields.webhook.id"), type: "text", group },
    { path: "webhook.received_at", label: t("fields.webhook.received"), type: "date", group },
  ];
}

const INPUT_TYPES: Readonly<Record<string, FieldType>> = {
  text: "text",
  number: "number",
  boolean: "boolean",
  date: "date",
  list: "list",
};

function inputFields({ inputs }: TriggerDraft): FieldOption[] {
  return inputs
    .filter(({ name }) => name !== "")
    .map(({ name, label, type = "text" }) => ({
      path: name,
      label: label === undefined || label === "" ? humanName(name) : label,
      type: INPUT_TYPES[type] ?? "any",
      group: t("fields.group.inputs"),
    }));
}

/** What the trigger brings. */
export function triggerFields(trigger: TriggerDraft, events: readonly EventType[]): FieldOption[] {
  const event = events.find(({ type }) => type === trigger.event?.type);
  return [
    ...(trigger.trigger === "event" && event !== undefined ? eventFields(event) : []),
    ...(trigger.trigger === "webhook" ? webhookFields() : []),
    ...(trigger.trigger === "manual" ? inputFields(trigger) : []),
    ...siteFields(),
  ];
}

interface Readable {
  trigger: TriggerDraft;
  eventTypes: readonly EventType[];
  actionTypes?: readonly ActionType[];
  /** Of a step: what it can see of others. */
  earlier?: Earlier;
}

/** All fields that conditions and expressions can read at one place of a rule. */
export function readableFields({
  trigger,
  eventTypes,
  actionTypes = [],
  earlier,
}: Readable): FieldOption[] {
  const ofTrigger = triggerFields(trigger, eventTypes);
  if (earlier === undefined) return ofTrigger;
  return [
    ...loopFields(earlier, actionTypes),
    ...errorFields(earlier),
    ...stepFields(earlier, actionTypes),
    ...ofTrigger,
  ];
}
