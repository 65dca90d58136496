import { preferences } from "@/lib/preferences";

import { first } from "./en/first";
import type { rest } from "./en/rest";
import { type ArgsOf, type Message, render } from "./translate";

type English = typeof first & typeof rest;
export type MessageKey = keyof English;

/** Keys of texts without placeholders. */
export type PlainKey = {
  [K in MessageKey]: ArgsOf<English[K]> extends [] ? K : never;
}[MessageKey];

const LANGUAGE = "en";

/** The locale of the texts: the browser's, where it speaks their language. */
export function activeLocale(languages: readonly string[] = navigator.languages): string {
  return languages.find((tag) => tag.startsWith(LANGUAGE)) ?? LANGUAGE;
}

/** The locale of numbers and dates: the one that was chosen, else that of the texts. */
export function formatLocale(): string {
  return preferences().formatLocale ?? activeLocale();
}

const catalogue: Record<string, Message> = { ...first };
let loading: Promise<void> | null = null;

async function loadRest(): Promise<void> {
  try {
    Object.assign(catalogue, (await import("./en/rest")).rest);
  } catch (error) {
    // The network may be back when it is asked for again.
    loading = null;
    throw error;
  }
}

/** Loads the texts that the first page does without; whatever shows other pages waits for it. */
export async function loadTexts(): Promise<void> {
  loading ??= loadRest();
  return loading;
}

export function t<K extends MessageKey>(key: K, ...args: ArgsOf<English[K]>): string {
  return render(catalogue[key] ?? key, args[0] ?? {}, activeLocale(), formatLocale());
}

/** A text whose key is put together at run time, or the fallback where there is none. */
export function tMaybe(key: string, fallback: string): string {
  const message = catalogue[key];
  return message === undefined ? fallback : render(message, {}, activeLocale(), formatLocale());
}
