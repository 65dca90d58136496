/** When a rule starts, in a few words. Knows no React. */
import type { EventType } from "@/lib/api";
import { speakCron } from "@/lib/cronSpeaker";
import type { TriggerDraft } from "@/lib/rule";
import { spokenSchedule } from "@/lib/scheduleWords";

/** Undefined where the kind of the trigger says it all. */
export function triggerText(trigger: TriggerDraft, events: readonly EventType[]): string | undefined {
  if (trigger.trigger === "schedule") {
    const words = trigger.schedules.map((one) => spokenSchedule(one, speakCron)).filter(Boolean);
    return words.length === 0 ? undefined : words.join("; ");
  }
  if (trigger.trigger !== "event") return undefined;
  return events.find(({ type }) => type === trigger.event?.type)?.label;
}
