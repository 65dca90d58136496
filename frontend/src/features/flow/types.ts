import type { ReactNode } from "react";

import type { ActionType, ProgressStatus } from "@/lib/api";
import type { Condition, Node, NodePath, Problems, TriggerDraft } from "@/lib/rule";

/** What the flow shows of the trigger; a whole draft fits. */
export type FlowTrigger = Pick<TriggerDraft, "trigger"> & Partial<TriggerDraft>;

export interface FlowRule {
  trigger: FlowTrigger;
  conditions: Condition | null;
  actions: readonly Node[];
}

/** A type of step that the palette offers: an action of the catalog, or a flow node of a plug-in. */
export type StepType = Pick<ActionType, "type" | "name" | "description"> & { credits?: string };

/** How a node of the rule stands in a run; of a node that runs for many items, all of these together. */
export interface FlowStatus {
  status: ProgressStatus;
  /** Percent, of one that is going on. */
  progress?: number | undefined;
  items?: { done: number; total: number } | undefined;
  credits?: number | undefined;
  seconds?: number | undefined;
  error?: string | undefined;
  /** Of a branch: the lists it went into, such as `branches/0/actions` or `else`. */
  taken?: readonly string[] | undefined;
}

export type FlowStatuses = Readonly<Record<NodePath, FlowStatus>>;

/** `trigger`, `conditions`, or the path of a node. */
export type FlowSelection = string;

export interface FlowProps {
  rule: FlowRule;
  /** The types that exist, with their names; the flow nodes of the engine are known anyway. */
  names: readonly StepType[];
  selected?: FlowSelection | null;
  onSelect?: (selection: FlowSelection | null) => void;
  onChange?: (actions: Node[]) => void;
  problems?: Problems;
  statuses?: FlowStatuses | undefined;
  readOnly?: boolean;
  /** When the rule starts, in words; else the kind of the trigger is told. */
  triggerText?: ReactNode;
}
