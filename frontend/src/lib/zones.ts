/** Time zones by their IANA names. */
import { shownTimeZone } from "./preferences";

/** The one that the reader has chosen, else the device's; UTC where the browser does not tell. */
export const ownZone = (): string => shownTimeZone() || "UTC";

/** All that the browser knows, UTC first, and `own`, which it may leave out. */
export function allZones(own: string | null = null): string[] {
  const known = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((name) => name !== "UTC")];
  return own === null || own === "" || known.includes(own) ? known : [own, ...known];
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
