import { createContext, useContext } from "react";

import type { FieldOption } from "@/features/conditions";
import type { Problems } from "@/lib/rule";

export interface StepFormContext {
  /** What the step can read. */
  fields: readonly FieldOption[];
  problems: Problems;
  /** Where the step stands, as the API names it: `actions[1]`. */
  prefix: string;
  siteId: string | undefined;
}

export const FormContext = createContext<StepFormContext>({
  fields: [],
  problems: {},
  prefix: "",
  siteId: undefined,
});

export const useStepContext = (): StepFormContext => useContext(FormContext);

/** What is wrong at a field of the step, or within it; undefined where nothing is. */
export function useProblem(field: string): string | undefined {
  const { problems, prefix } = useStepContext();
  const place = `${prefix}.${field}`;
  const texts = Object.entries(problems)
    .filter(([at]) => at === place || at.startsWith(`${place}.`) || at.startsWith(`${place}[`))
    .flatMap(([, found]) => found);
  return texts.length === 0 ? undefined : texts.join(" ");
}
