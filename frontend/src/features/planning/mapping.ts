import type { ImportPreview } from "@/lib/api";

/** Place of a column, from 0 → what it holds; columns that are not named are not read. */
export type Mapping = Readonly<Record<string, string>>;

/** What the columns were recognised as. */
export function guessOf({ columns }: Pick<ImportPreview, "columns">): Mapping {
  const read = columns.filter(({ field }) => field !== "");
  return Object.fromEntries(read.map(({ index, field }) => [String(index), field]));
}

/** The column now holds `field` (nothing where it is empty), which no other column does then. */
export function assign(mapping: Mapping, column: number, field: string): Mapping {
  const place = String(column);
  const kept = Object.entries(mapping).filter(([other, held]) => other !== place && held !== field);
  return Object.fromEntries(field === "" ? kept : [...kept, [place, field]]);
}

export function sameMapping(a: Mapping, b: Mapping): boolean {
  const places = Object.keys(a);
  return places.length === Object.keys(b).length && places.every((place) => a[place] === b[place]);
}

export const holds = (mapping: Mapping, field: string): boolean =>
  Object.values(mapping).includes(field);

/** Whether a file says how often a site was shown, and nothing of how often people search. */
export const onlyImpressions = (mapping: Mapping): boolean =>
  holds(mapping, "impressions") && !holds(mapping, "volume");
