/** What a person has chosen on this device: how dates and numbers are written. */
import { create } from "zustand";
import { persist } from "zustand/middleware";

interface Preferences {
  /** A BCP 47 tag, such as `de-DE`; null follows the browser. */
  formatLocale: string | null;
  /** An IANA name, such as `Europe/Berlin`; null follows the device. */
  timeZone: string | null;
}

export const usePreferences = create<Preferences>()(
  persist((): Preferences => ({ formatLocale: null, timeZone: null }), { name: "igny8-formats" }),
);

/** The choices as they are now, for code that is no component. */
export const preferences = (): Preferences => usePreferences.getState();

/** Changes whenever dates or numbers are to be written in another way. */
export function useFormatKey(): string {
  return usePreferences(({ formatLocale, timeZone }) => `${formatLocale ?? ""} ${timeZone ?? ""}`);
}

/** The time zone of what is shown: the chosen one, else the device's. */
export function shownTimeZone(): string {
  return preferences().timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}
