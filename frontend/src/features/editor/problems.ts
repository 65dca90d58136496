/** Where a problem that the API names is to be seen in the editor. Knows no React. */
import { type Node, nodeAt, type NodePath, problemPlace, type Problems } from "@/lib/rule";

import { type Root, type RuleDoc, ROOTS } from "./document";
import type { Section } from "./sections";

export interface Place {
  section: Section;
  root: Root;
  path: NodePath | null;
}

export interface Problem extends Place {
  key: string;
  text: string;
  /** The node's id, where it is about one, and what of it. */
  node: string | null;
  field: string;
}

const SECTION_OF: Readonly<Record<string, Section>> = {
  name: "details",
  description: "details",
  site: "details",
  mode: "details",
  max_runs: "details",
  timeout_seconds: "details",
  pause_after_failures: "details",
  is_active: "details",
  budget: "budget",
  conditions: "conditions",
  actions: "steps",
  on_failure: "steps",
  on_recovery: "steps",
};

const headOf = (key: string): string => /^\w*/.exec(key)?.[0] ?? "";
const rootOf = (key: string): Root => ROOTS.find((root) => root === headOf(key)) ?? "actions";

/** Whatever is not named above says when the rule starts: `schedules[0].cron`, `event.type`, `inputs[1]`. */
export function placeOf(key: string): Place {
  const section = SECTION_OF[headOf(key)] ?? "trigger";
  return { section, root: rootOf(key), path: problemPlace(key)?.path ?? null };
}

const titleOf = ({ name, id }: Node): string => (name === undefined || name === "" ? id : name);

function described(doc: RuleDoc, key: string, text: string): Problem {
  const place = placeOf(key);
  const found = problemPlace(key);
  if (found === null) return { ...place, key, text, node: null, field: key };
  const node = nodeAt(doc[place.root], found.path);
  return { ...place, key, text, node: node === null ? found.path : titleOf(node), field: found.rest };
}

/** One entry a place, in the order in which the API gives them. */
export function problemList(doc: RuleDoc, problems: Problems): Problem[] {
  return Object.entries(problems).map(([key, texts]) => described(doc, key, texts.join(" ")));
}

export function countIn(list: readonly Problem[], section: Section): number {
  return list.filter((problem) => problem.section === section).length;
}

/** Only what is about this list of nodes. */
export function problemsOf(problems: Problems, root: Root): Problems {
  return Object.fromEntries(Object.entries(problems).filter(([key]) => headOf(key) === root));
}

export function mergeProblems(...all: readonly Problems[]): Problems {
  return Object.assign({}, ...all) as Problems;
}
