/** Durations as the API writes them: `15m`, `2h`, `7d`. */

export const UNITS = ["s", "m", "h", "d", "w"] as const;
export type Unit = (typeof UNITS)[number];

const SECONDS: Readonly<Record<Unit, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const WORDS: Readonly<Record<string, Unit>> = {
  second: "s",
  min: "m",
  minute: "m",
  hour: "h",
  day: "d",
  week: "w",
};
const DURATION = /^(\d{1,9})\s*([a-z]{1,7})$/;

export interface Duration {
  amount: number;
  unit: Unit;
}

/** `"12 hours"` → 12 hours; null for what is no duration. `m` is minutes. */
export function readDuration(text: string): Duration | null {
  const [, amount, word = ""] = DURATION.exec(text.trim().toLowerCase()) ?? [];
  const unit = UNITS.find((one) => one === word) ?? WORDS[word.replace(/s$/, "")];
  return amount === undefined || unit === undefined ? null : { amount: Number(amount), unit };
}

export const writeDuration = ({ amount, unit }: Duration): string => `${String(amount)}${unit}`;

export const secondsOf = ({ amount, unit }: Duration): number => amount * SECONDS[unit];

/** Seconds in the largest unit of `units` that needs no fraction: 7200 → 2 hours. */
export function durationOf(seconds: number, units: readonly Unit[] = UNITS): Duration {
  const largest = [...units].reverse().find((unit) => seconds > 0 && seconds % SECONDS[unit] === 0);
  const unit = largest ?? units[0] ?? "s";
  return { amount: seconds / SECONDS[unit], unit };
}
