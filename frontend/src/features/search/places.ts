/** Pages of the studio that the search can go to. Knows no React. */
import type { TablerIcon } from "@tabler/icons-react";

export interface Place {
  to: string;
  label: string;
  icon: TablerIcon;
}

/** The places whose names hold every word of the query; all of them for an empty one. */
export function placesFor(query: string, places: readonly Place[]): readonly Place[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return places.filter(({ label }) => words.every((word) => label.toLowerCase().includes(word)));
}
