/** Schedules of a rule: new ones, and changes that leave no half of the other kind behind. */
import type { Schedule } from "@/lib/rule";

export const newSchedule = (timezone: string): Schedule => ({
  cron: "0 9 * * 1",
  timezone,
  misfire: "run_once",
});

/** Without the keys that say nothing. */
function tidy(schedule: Schedule): Schedule {
  const said = Object.entries(schedule).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(said);
}

export type ScheduleKind = "cron" | "every";

export const kindOf = ({ every }: Schedule): ScheduleKind => (every === undefined ? "cron" : "every");

/** The same schedule by the other kind: `cron` or `every`, never both. */
export function withKind(schedule: Schedule, kind: ScheduleKind): Schedule {
  if (kind === kindOf(schedule)) return schedule;
  return kind === "cron"
    ? tidy({ ...schedule, every: undefined, cron: "0 9 * * 1" })
    : tidy({ ...schedule, cron: undefined, every: "2h" });
}

export function changed(schedule: Schedule, change: Partial<Schedule>): Schedule {
  return tidy({ ...schedule, ...change });
}
