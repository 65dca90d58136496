import { problemPlace, type Problems } from "@/lib/rule";

import { CONDITIONS, TRIGGER } from "./graph";

const PARTS_OF_START = new Set(["trigger", "schedule", "schedules", "event", "webhook", "inputs"]);

/** How many problems there are, by the part of the flow that they are about. */
export function countProblems(problems: Problems): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [key, found] of Object.entries(problems)) {
    const [head = ""] = key.split(/[.[]/);
    const place = PARTS_OF_START.has(head)
      ? TRIGGER
      : head === CONDITIONS
        ? CONDITIONS
        : problemPlace(key)?.path;
    if (place !== undefined) counts.set(place, (counts.get(place) ?? 0) + found.length);
  }
  return counts;
}
