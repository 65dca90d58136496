/** The parts of the editor, in the order in which they are shown. */
export const SECTIONS = ["details", "trigger", "conditions", "steps", "budget"] as const;
export type Section = (typeof SECTIONS)[number];
