/** Time zones by their IANA names. */
import { shownTimeZone } from "./preferences";

/** The one that the reader has chosen, else the device's; UTC where the browser does not tell. */
export const ownZone = (): string => shownTimeZone() || "UTC";

/** All that the browser knows, UTC first. */
export function allZones(): string[] {
  return ["UTC", ...Intl.supportedValuesOf("timeZone").filter((name) => name !== "UTC")];
}

/** `Europe/Berlin` → `Europe / Berlin`, `America/New_York` → `America / New York`. */
export const zoneLabel = (name: string): string => name.replaceAll("_", " ").replaceAll("/", " / ");

/** The zone itself, or UTC where the browser does not know it. */
export function knownZone(name: string): string {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return name;
  } catch {
    return "UTC";
  }
}
