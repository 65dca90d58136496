/** Inputs of a rule that is started by hand: new ones, and changes that leave nothing behind that misfits. */
import type { RuleInput } from "@/lib/rule";

export const INPUT_TYPES = ["text", "number", "boolean", "date", "list"] as const;
export type InputType = (typeof INPUT_TYPES)[number];

/** `input`, `input_2`, …: the first name that is not taken. */
export function newInput(inputs: readonly RuleInput[]): RuleInput {
  const taken = new Set(inputs.map(({ name }) => name));
  let name = "input";
  for (let number = 2; taken.has(name); number += 1) name = `input_${String(number)}`;
  return { name, type: "text", label: "", required: false };
}

/** Without default and choices where the type is another: they would not fit. */
export function changedInput(input: RuleInput, change: Partial<RuleInput>): RuleInput {
  if (change.type === undefined || change.type === input.type) return { ...input, ...change };
  const kept = Object.entries(input).filter(([key]) => key !== "default" && key !== "options");
  return { ...(Object.fromEntries(kept) as unknown as RuleInput), type: change.type };
}

/** A typed choice; none where it is no number but should be one. */
export function readOption(text: string, type: InputType): unknown[] {
  if (type !== "number") return [text];
  const number = Number(text);
  return text.trim() !== "" && Number.isFinite(number) ? [number] : [];
}
