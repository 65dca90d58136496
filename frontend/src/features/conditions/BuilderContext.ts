import { createContext, useContext } from "react";

import type { ConditionOperator } from "@/lib/api";
import type { Problems } from "@/lib/rule";

import type { FieldOption } from "./fields";
import type { LiveResults } from "./live";

export interface Builder {
  operators: readonly ConditionOperator[];
  fields: readonly FieldOption[];
  problems: Problems;
  /** By place; empty where nothing has been tried. */
  results: LiveResults;
}

const EMPTY: Builder = {
  operators: [],
  fields: [],
  problems: {},
  results: {},
};

export const BuilderContext = createContext<Builder>(EMPTY);

/** What all parts of one builder share. */
export const useBuilder = (): Builder => useContext(BuilderContext);

/** What is wrong at a place, or beneath it. */
export function problemsWithin(problems: Problems, place: string): string[] {
  return Object.entries(problems)
    .filter(([at]) => at === place || at.startsWith(`${place}.`) || at.startsWith(`${place}[`))
    .flatMap(([, texts]) => texts);
}

/** What is wrong at a place itself; undefined where nothing is. */
export function problemAt(problems: Problems, ...places: readonly string[]): string | undefined {
  const texts = places.flatMap((place) => problems[place] ?? []);
  return texts.length === 0 ? undefined : texts.join(" ");
}
