/** Cron expressions in words, also unusual ones. Heavy: the first page loads it only where it needs it. */
import cronstrue from "cronstrue";

import type { CronSpeaker } from "./scheduleWords";

/** "At 09:00, only on Monday"; null for what is no cron expression. */
export const speakCron: CronSpeaker = (cron) => {
  // Six fields are seconds to the library, and an error to the API.
  if (cron.trim().split(/\s+/).length !== 5) return null;
  try {
    return cronstrue.toString(cron, { use24HourTimeFormat: true });
  } catch {
    // Not a cron expression, which whoever asks says in its own words.
    return null;
  }
};
