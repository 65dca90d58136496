/** Moments in a time zone, as the browser's own inputs for dates and times take them. */
import dayjs from "dayjs";
import timezone from "dayjs/plugin/timezone";
import utc from "dayjs/plugin/utc";

import { knownZone } from "./zones";

dayjs.extend(utc);
dayjs.extend(timezone);

const LOCAL = "YYYY-MM-DDTHH:mm";

/** `2026-03-01T08:00:00Z` in Berlin → `2026-03-01T09:00`; empty for what is no moment. */
export function localInput(moment: string, zone: string): string {
  const at = dayjs.utc(moment);
  return at.isValid() ? at.tz(knownZone(zone)).format(LOCAL) : "";
}

/** `2026-03-01T09:00` in Berlin → `2026-03-01T08:00:00Z`. */
export function momentOf(local: string, zone: string): string {
  return dayjs.tz(local, knownZone(zone)).utc().format("YYYY-MM-DDTHH:mm:ss[Z]");
}
