/** A rule as the editor holds it, to and from what the API reads and writes. Knows no React. */
import type { AutomationRule, AutomationRuleRequest } from "@/lib/api";
import { isObject } from "@/lib/json";
import type {
  Condition,
  EventTrigger,
  JsonObject,
  Node,
  RuleInput,
  Schedule,
  TriggerDraft,
} from "@/lib/rule";

/** The lists of nodes that a rule has. */
export type Root = "actions" | "on_failure" | "on_recovery";
export const ROOTS: readonly Root[] = ["actions", "on_failure", "on_recovery"];

export interface Budget {
  per_run?: number | null;
  per_day?: number | null;
  per_month?: number | null;
}

export const MODES = ["queued", "single", "parallel", "restart"] as const;
export type Mode = (typeof MODES)[number];

export interface RuleDoc {
  name: string;
  description: string;
  /** Null: the account's only site. */
  site: string | null;
  isActive: boolean;
  trigger: TriggerDraft;
  /** Settings of kinds of triggers that the editor has no form for; kept as they are. */
  triggerParams: JsonObject;
  conditions: Condition | null;
  actions: Node[];
  on_failure: Node[];
  on_recovery: Node[];
  mode: Mode;
  maxRuns: number;
  timeoutSeconds: number | null;
  pauseAfterFailures: number;
  budget: Budget;
}

export function blankDoc(site: string | null): RuleDoc {
  return {
    name: "",
    description: "",
    site,
    isActive: true,
    trigger: { trigger: "manual", schedules: [], event: null, webhook: null, inputs: [] },
    triggerParams: {},
    conditions: null,
    actions: [],
    on_failure: [],
    on_recovery: [],
    mode: "queued",
    maxRuns: 10,
    timeoutSeconds: null,
    pauseAfterFailures: 5,
    budget: {},
  };
}

type Raw = Readonly<Record<string, unknown>>;

/** The API has checked, or will: what is inside of a list or an object is taken as what it should be. */
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const objectOf = (value: unknown): JsonObject | null => (isObject(value) ? value : null);
const numberOf = (value: unknown): number | null => (typeof value === "number" ? value : null);
const modeOf = (value: unknown): Mode => MODES.find((mode) => mode === value) ?? "queued";

function conditionsOf(value: unknown): Condition | null {
  if (Array.isArray(value)) return value.length === 0 ? null : (value as Condition[]);
  return isObject(value) && Object.keys(value).length > 0 ? (value as Condition) : null;
}

function triggerOf(raw: Raw): TriggerDraft {
  const schedules = listOf(raw.schedules) as Schedule[];
  const short = typeof raw.schedule === "string" && raw.schedule !== "" ? raw.schedule : null;
  return {
    trigger: typeof raw.trigger === "string" ? raw.trigger : "manual",
    schedules: schedules.length === 0 && short !== null ? [{ cron: short }] : schedules,
    event: objectOf(raw.event) as EventTrigger | null,
    webhook: objectOf(raw.webhook),
    inputs: listOf(raw.inputs) as RuleInput[],
  };
}

type Definition = Omit<RuleDoc, "name" | "description" | "site" | "isActive">;

/** What a rule does, from a definition as versions, drafts, templates and documents have it. */
export function definitionPart(raw: Raw): Definition {
  return {
    trigger: triggerOf(raw),
    triggerParams: objectOf(raw.trigger_params) ?? {},
    conditions: conditionsOf(raw.conditions),
    actions: listOf(raw.actions) as Node[],
    on_failure: listOf(raw.on_failure) as Node[],
    on_recovery: listOf(raw.on_recovery) as Node[],
    mode: modeOf(raw.mode),
    maxRuns: numberOf(raw.max_runs) ?? 10,
    timeoutSeconds: numberOf(raw.timeout_seconds),
    pauseAfterFailures: numberOf(raw.pause_after_failures) ?? 5,
    budget: objectOf(raw.budget) ?? {},
  };
}

const textOf = (value: unknown, fallback: string): string =>
  typeof value === "string" ? value : fallback;

/** What runs: the live version. */
export function liveDoc(rule: AutomationRule): RuleDoc {
  return {
    name: rule.name,
    description: rule.description,
    site: rule.site,
    isActive: rule.is_active,
    ...definitionPart(rule),
  };
}

/** What is to be edited: the draft where there is one, else what runs. */
export function docOf(rule: AutomationRule): RuleDoc {
  const { draft } = rule;
  if (draft === null) return liveDoc(rule);
  return {
    ...liveDoc(rule),
    name: textOf(draft.name, rule.name),
    description: textOf(draft.description, rule.description),
    ...definitionPart(isObject(draft.definition) ? draft.definition : {}),
  };
}

function budgetOf(budget: Budget): Budget | null {
  const set = Object.entries(budget).filter(([, limit]) => limit !== null && limit !== undefined);
  return set.length === 0 ? null : Object.fromEntries(set);
}

const rows = (items: readonly object[]): Record<string, unknown>[] => items.map((item) => ({ ...item }));

/** As the API takes it, without what a draft cannot hold: whether and for which site the rule works. */
export function draftRequest(doc: RuleDoc): AutomationRuleRequest {
  const { trigger } = doc;
  return {
    name: doc.name.trim(),
    description: doc.description.trim(),
    trigger: trigger.trigger,
    schedules: rows(trigger.schedules),
    event: trigger.event && { ...trigger.event },
    webhook: trigger.webhook && { ...trigger.webhook },
    inputs: rows(trigger.inputs),
    trigger_params: doc.triggerParams,
    // The document knows a list or an object; what stands in it is the engine's to check.
    conditions: (doc.conditions ?? []) as unknown[],
    actions: rows(doc.actions),
    on_failure: rows(doc.on_failure),
    on_recovery: rows(doc.on_recovery),
    mode: doc.mode,
    max_runs: doc.maxRuns,
    timeout_seconds: doc.timeoutSeconds,
    pause_after_failures: doc.pauseAfterFailures,
    budget: budgetOf(doc.budget) as Record<string, unknown> | null,
  };
}

export function ruleRequest(doc: RuleDoc): AutomationRuleRequest {
  return {
    ...draftRequest(doc),
    is_active: doc.isActive,
    ...(doc.site !== null && { site: doc.site }),
  };
}

/** A rule that does nothing yet, whatever starts it, to hang a draft on. */
export function placeholderRequest(doc: RuleDoc): AutomationRuleRequest {
  return {
    name: doc.name.trim(),
    description: doc.description.trim(),
    is_active: doc.isActive,
    ...(doc.site !== null && { site: doc.site }),
  };
}

/** Whether both say the same to the API. */
export function sameDoc(one: RuleDoc, other: RuleDoc): boolean {
  return one === other || JSON.stringify(ruleRequest(one)) === JSON.stringify(ruleRequest(other));
}
