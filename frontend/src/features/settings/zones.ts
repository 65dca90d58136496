/** The time zones this browser knows, and `own` and UTC, which it may leave out. */
export function zonesWith(own: string | null): string[] {
  const known = Intl.supportedValuesOf("timeZone");
  return [...new Set(["UTC", ...(own === null || own === "" ? [] : [own]), ...known])];
}
