/** Doing something with many things: what is done, and what was refused with its reason. */
import { notifications } from "@mantine/notifications";

import { toApiError } from "./storeTypes";

const AT_ONCE = 4;
const LISTED = 5;

export interface Refusal {
  name: string;
  message: string;
}

export interface Outcome<R> {
  done: R[];
  refused: Refusal[];
}

/** Does `work` for each item, a few at once; one that is refused stops no other. */
export async function forEach<T extends { name: string }, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<Outcome<R>> {
  const outcome: Outcome<R> = { done: [], refused: [] };
  const queue = [...items];
  async function worker(): Promise<void> {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      try {
        outcome.done.push(await work(item));
      } catch (error) {
        outcome.refused.push({ name: item.name, message: toApiError(error).message });
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return outcome;
}

/** Says what was refused, by name; nothing where nothing was. */
export function tellRefused(title: string, refused: readonly Refusal[]): void {
  if (refused.length === 0) return;
  const lines = refused.slice(0, LISTED).map(({ name, message }) => `${name}: ${message}`);
  notifications.show({ color: "red", title, message: lines.join(" · "), autoClose: 12_000 });
}
