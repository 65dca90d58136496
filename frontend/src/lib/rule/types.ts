/** A rule as the editor holds it: the API's document, typed for reading and writing. */
import type { JsonObject } from "@/lib/json";

export type { JsonObject };

export interface Comparison {
  field: string;
  operator: string;
  value?: unknown;
  case_sensitive?: boolean;
  loose?: boolean;
}

/** A comparison, or a group of conditions; a bare list means that all must hold. */
export type Condition =
  Comparison | { all: Condition[] } | { any: Condition[] } | { not: Condition } | Condition[];

export interface Branch {
  name?: string;
  conditions?: Condition;
  actions: Node[];
}

export interface Retry {
  attempts?: number;
  backoff_seconds?: number;
  max_backoff_seconds?: number;
}

export type OnError = "stop" | "continue" | Node[];

/** An action or a flow node, as it stands in the document's `actions`. */
export interface Node {
  id: string;
  type: string;
  name?: string;
  params?: JsonObject;
  when?: Condition;
  on_error?: OnError;
  retry?: Retry;
  timeout_seconds?: number;
  /** Of `branch` and `parallel`. */
  branches?: Branch[];
  /** Of `branch`. */
  else?: Node[];
  /** Of `for_each`: the nodes that run for each item. */
  actions?: Node[];
  /** Of `for_each`: a list, or an expression that gives one. */
  items?: unknown;
  concurrency?: number;
  on_item_error?: "stop" | "continue";
  /** Of `parallel`. */
  fail?: "fast" | "collect";
  limit?: number;
}

/** Either `cron` (five fields, in `timezone`) or `every` (`15m`, `2h`, `1d`). */
export interface Schedule {
  cron?: string;
  every?: string;
  timezone?: string;
  misfire?: "run_once" | "skip" | "run_all";
  start?: string | null;
  end?: string | null;
}

export interface EventTrigger {
  type: string;
  changed?: string[];
  cooldown_seconds?: number;
  cooldown_per?: "object" | "rule";
}

/** One input that a person gives when the rule is started by hand. */
export interface RuleInput {
  name: string;
  type?: "text" | "number" | "boolean" | "date" | "list";
  label?: string;
  required?: boolean;
  default?: unknown;
  options?: unknown[];
}

/** The part of a rule that says when it starts. */
export interface TriggerDraft {
  trigger: string;
  schedules: Schedule[];
  event: EventTrigger | null;
  webhook: { signed?: boolean } | null;
  inputs: RuleInput[];
}

/** Problems by the place the API names: `actions[1].params.provider`. */
export type Problems = Readonly<Record<string, readonly string[]>>;

/** Where a list of nodes stands in the document, such as `actions/1/branches/0/actions`; `actions` at the top. */
export type ListPath = string;
/** Where a node stands, such as `actions/1/branches/0/actions/2`: the path that its StepRun carries. */
export type NodePath = string;
