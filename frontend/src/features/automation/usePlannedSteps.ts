import { useQuery } from "@tanstack/react-query";

import type { ActionType, RuleVersion, ScheduledTask, StepRun } from "@/lib/api";
import { isObject } from "@/lib/json";

import { actionTypesQuery, versionQuery } from "./queries";
import { isUnfinished } from "./runStatus";
import { mergeSteps, type StepNews } from "./stepProgress";

const asText = (value: unknown): string => (typeof value === "string" ? value : "");

/** The rule's own actions as steps that have not begun. */
export function plannedSteps(
  { definition }: Pick<RuleVersion, "definition">,
  known: readonly ActionType[],
): StepNews[] {
  const actions = Array.isArray(definition.actions) ? definition.actions.filter(isObject) : [];
  return actions.map((action, index) => {
    const type = asText(action.type);
    const name = asText(action.name) || known.find((other) => other.type === type)?.name;
    return { path: `actions/${String(index)}`, id: asText(action.id), type, name: name ?? "" };
  });
}

/** The steps of a run that goes on, with those that are still to come (a step is recorded as it begins). */
export function usePlannedSteps(task: ScheduledTask, begun: readonly StepRun[]): readonly StepRun[] {
  const enabled = isUnfinished(task.status);
  const { data: version } = useQuery({
    ...versionQuery(task.automation_rule, task.rule_version),
    enabled,
  });
  const { data: known } = useQuery({ ...actionTypesQuery, enabled });
  // A rule that is gone says nothing about this run.
  if (!enabled || !known || !version) return begun;
  const plan = plannedSteps(version, known);
  return mergeSteps(
    begun,
    plan.filter(({ path }) => !begun.some((step) => step.path === path)),
  );
}
