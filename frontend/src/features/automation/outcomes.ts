/** Doing something with many things: what is done, and what was refused with its reason. */
import { notifications } from "@mantine/notifications";

import { t } from "@/lib/i18n";

import { toApiError } from "./storeTypes";

const AT_ONCE = 4;
const LISTED = 5;

export interface Refusal {
  name: string;
  message: string;
  /** No answer came: it may have been done all the same. */
  uncertain: boolean;
}

export function refusal(name: string, reason: unknown): Refusal {
  const { message, isUncertain } = toApiError(reason);
  return { name, message, uncertain: isUncertain };
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
        outcome.refused.push(refusal(item.name, error));
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return outcome;
}

/** Says of what nobody knows whether it started, if there is any such: the same order may follow. */
export function tellUncertain({ refused }: Outcome<unknown>): boolean {
  const names = refused.filter(({ uncertain }) => uncertain).map(({ name }) => name);
  if (names.length === 0) return false;
  notifications.show({
    color: "ember",
    title: t("start.uncertain", { count: names.length }),
    message: t("start.uncertain.text", { names: names.slice(0, LISTED).join(" · ") }),
    autoClose: 12_000,
  });
  return true;
}

/** Says what was refused, by name; nothing where nothing was. */
export function tellRefused(title: string, refused: readonly Pick<Refusal, "name" | "message">[]): void {
  if (refused.length === 0) return;
  const lines = refused.slice(0, LISTED).map(({ name, message }) => `${name}: ${message}`);
  notifications.show({ color: "red", title, message: lines.join(" · "), autoClose: 12_000 });
}
