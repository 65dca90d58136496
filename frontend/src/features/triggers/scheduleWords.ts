/** Schedules in words. */
import cronstrue from "cronstrue";

import { readDuration } from "@/lib/duration";
import { t } from "@/lib/i18n";
import type { Schedule } from "@/lib/rule";
import { zoneLabel } from "@/lib/zones";

const EVERY = {
  s: "schedule.every.s",
  m: "schedule.every.m",
  h: "schedule.every.h",
  d: "schedule.every.d",
  w: "schedule.every.w",
} as const;

/** "At 09:00, only on Monday"; null for what is no cron expression. */
export function cronWords(cron: string): string | null {
  // Six fields are seconds to the library, and an error to the API.
  if (cron.trim().split(/\s+/).length !== 5) return null;
  try {
    return cronstrue.toString(cron, { use24HourTimeFormat: true });
  } catch {
    return null;
  }
}

export function everyWords(every: string): string | null {
  const duration = readDuration(every);
  return duration === null ? null : t(EVERY[duration.unit], { count: duration.amount });
}

/** "At 09:00, only on Monday, Europe / Berlin"; null for what is no schedule yet. */
export function scheduleWords({ cron, every, timezone = "UTC" }: Schedule): string | null {
  if (every !== undefined) return everyWords(every);
  const words = cronWords(cron ?? "");
  return words === null ? null : t("schedule.inZone", { words, zone: zoneLabel(timezone) });
}
