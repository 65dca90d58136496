/** Named values: an object as rows of a form. */
import { isObject } from "@/lib/json";

export type Pair = readonly [name: string, value: unknown];

export const pairsOf = (value: unknown): Pair[] => (isObject(value) ? Object.entries(value) : []);

/** Nothing at all for no pairs. */
export function objectOf(pairs: readonly Pair[]): Record<string, unknown> | undefined {
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}

/** `value`, `value_2`, …: the first name that is not taken. */
export function freshName(stem: string, pairs: readonly Pair[]): string {
  const taken = new Set(pairs.map(([name]) => name));
  let name = stem;
  for (let number = 2; taken.has(name); number += 1) name = `${stem}_${String(number)}`;
  return name;
}

/** With another name for one of them; unchanged where another has that name. */
export function renamed(pairs: readonly Pair[], index: number, name: string): readonly Pair[] {
  const taken = pairs.some(([other], at) => at !== index && other === name);
  if (name === "" || taken) return pairs;
  return pairs.map((pair, at) => (at === index ? [name, pair[1]] : pair));
}

export const withValue = (pairs: readonly Pair[], index: number, value: unknown): Pair[] =>
  pairs.map((pair, at) => (at === index ? [pair[0], value] : pair));
