/** What starts a rule, in words. */
import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";

import type { EventType } from "@/lib/api";
import { t, tMaybe } from "@/lib/i18n";
import type { EventTrigger, Schedule } from "@/lib/rule/types";
import { type CronSpeaker, loadCronSpeaker, needsSpeaker, scheduleWords } from "@/lib/scheduleWords";

import { automationApi } from "./automation.api";
import { humanise } from "./stepProgress";

export interface Triggered {
  trigger: string;
  schedules?: readonly unknown[];
  event?: unknown;
}

/** The API promises no more than objects; a document that the engine took is one of these. */
const schedulesOf = (rule: Triggered) => (rule.schedules ?? []) as readonly Schedule[];

function isEvent(event: unknown): event is EventTrigger {
  return typeof event === "object" && event !== null && "type" in event;
}

function eventWords(event: EventTrigger, known: readonly EventType[]): string {
  const label = known.find(({ type }) => type === event.type)?.label;
  const words = label ?? humanise(event.type.replaceAll(".", " "));
  const changed = event.changed ?? [];
  if (changed.length === 0) return words;
  return `${words}, ${t("trigger.changed", { fields: changed.map(humanise).join(", ").toLowerCase() })}`;
}

/** The first schedule or the event in words; null where the kind of trigger says it all. */
export function triggerWords(
  rule: Triggered,
  events: readonly EventType[],
  speak: CronSpeaker | null,
): string | null {
  if (rule.trigger === "event" && isEvent(rule.event)) return eventWords(rule.event, events);
  if (rule.trigger !== "schedule") return tMaybe(`trigger.hint.${rule.trigger}`, "") || null;
  const [first, ...others] = schedulesOf(rule).map((schedule) => scheduleWords(schedule, speak));
  if (first === undefined) return null;
  return others.length === 0 ? first : `${first}, ${t("trigger.more", { count: others.length })}`;
}

/** What {@link triggerWords} needs for these rules, loaded only where one of them asks for it. */
export function useTriggerWords(rules: readonly Triggered[]): (rule: Triggered) => string | null {
  const { data: speak } = useQuery({
    queryKey: ["automation", "cronSpeaker"],
    queryFn: async () => ({ cron: await loadCronSpeaker() }),
    staleTime: Infinity,
    enabled: rules.some((rule) => schedulesOf(rule).some(needsSpeaker)),
  });
  const { data: events } = useQuery({
    queryKey: ["automation", "eventTypes"],
    queryFn: automationApi.getEventTypes,
    staleTime: Infinity,
    enabled: rules.some(({ trigger }) => trigger === "event"),
  });
  return useCallback(
    (rule: Triggered) => triggerWords(rule, events ?? [], speak?.cron ?? null),
    [events, speak],
  );
}
