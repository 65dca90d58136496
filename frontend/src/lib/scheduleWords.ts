/** Schedules in words: "Mondays at 09:00, Berlin". Cron expressions beyond the usual ones need cronstrue. */
import { readDuration } from "./duration";
import { activeLocale, t } from "./i18n";
import type { Schedule } from "./rule/types";

/** A cron expression in words, or null where it is none. */
export type CronSpeaker = (cron: string) => string | null;

const WORKDAYS = "1,2,3,4,5";

type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;

function asNumber(text: string | undefined, most: number): number | null {
  if (text === undefined || !/^\d{1,2}$/.test(text)) return null;
  const value = Number(text);
  return value <= most ? value : null;
}

function clockTime(hour: number, minute: number): string {
  const at = new Date(2000, 0, 1, hour, minute);
  return new Intl.DateTimeFormat(activeLocale(), { hour: "2-digit", minute: "2-digit" }).format(at);
}

/** `1`, `1,3` or `1-5` as numbers from Monday to Sunday; null for anything else. */
function weekdaysOf(text: string): Weekday[] | null {
  const days: number[] = [];
  for (const part of text.split(",")) {
    const match = /^([0-7])(?:-([0-7]))?$/.exec(part);
    if (match === null) return null;
    const from = Number(match[1]);
    const to = Number(match[2] ?? match[1]);
    if (to < from) return null;
    for (let day = from; day <= to; day += 1) days.push(day % 7);
  }
  const sundayLast = (day: number) => (day === 0 ? 7 : day);
  return [...new Set(days)].sort((a, b) => sundayLast(a) - sundayLast(b)) as Weekday[];
}

function weekdayWords(days: readonly Weekday[]): string {
  if (days.join(",") === WORKDAYS) return t("scheduled.workdays");
  const names = days.map((day) => t(`weekdays.${day}`));
  return new Intl.ListFormat(activeLocale(), { type: "conjunction" }).format(names);
}

/** The usual expressions in words of our own catalogue; null for those that need more. */
export function usualCronWords(cron: string): string | null {
  const [minuteText, hourText, day, month, weekday, ...rest] = cron.trim().split(/\s+/);
  const minute = asNumber(minuteText, 59);
  if (minute === null || month !== "*" || day === undefined || weekday === undefined) return null;
  if (rest.length > 0) return null;
  if (hourText === "*" && day === "*" && weekday === "*") return t("scheduled.hourly", { minute });
  const hour = asNumber(hourText, 23);
  if (hour === null) return null;
  const time = clockTime(hour, minute);
  if (day === "*" && weekday === "*") return t("scheduled.daily", { time });
  if (day === "*") {
    const days = weekdaysOf(weekday);
    return days && t("scheduled.weekdays", { days: weekdayWords(days), time });
  }
  const ofMonth = asNumber(day, 31);
  return ofMonth !== null && weekday === "*" ? t("scheduled.monthly", { day: ofMonth, time }) : null;
}

/** "Every 15 minutes" for `15m`; null for what is no duration. */
export function everyWords(every: string): string | null {
  const duration = readDuration(every);
  return duration && t(`scheduled.every.${duration.unit}`, { count: duration.amount });
}

/** "Berlin" for `Europe/Berlin`. */
export function zoneName(zone: string): string {
  return (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
}

/** Whether {@link scheduleWords} needs a speaker to say this schedule. */
export function needsSpeaker({ cron }: Schedule): boolean {
  return typeof cron === "string" && usualCronWords(cron) === null;
}

/** "Mondays at 09:00, Berlin"; null for what is no schedule as far as `speak` knows. */
export function spokenSchedule(schedule: Schedule, speak: CronSpeaker | null): string | null {
  const { cron, every, timezone } = schedule;
  if (typeof cron !== "string") return every ? everyWords(every) : null;
  const words = usualCronWords(cron) ?? speak?.(cron) ?? null;
  return words && timezone ? t("scheduled.inZone", { words, zone: zoneName(timezone) }) : words;
}

/** {@link spokenSchedule}; what cannot be said stands for itself. */
export function scheduleWords(schedule: Schedule, speak: CronSpeaker | null = null): string {
  return spokenSchedule(schedule, speak) ?? schedule.cron ?? schedule.every ?? "";
}

/** Loads what can say any cron expression; a page that lists rules needs it seldom. */
export async function loadCronSpeaker(): Promise<CronSpeaker> {
  return (await import("./cronSpeaker")).speakCron;
}
