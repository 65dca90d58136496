import { useQuery } from "@tanstack/react-query";

import type { ActionType, AutomationRule, ScheduledTask, StepRun } from "@/lib/api";

import { automationApi } from "./automation.api";
import { isUnfinished } from "./runStatus";
import { mergeSteps, type StepNews } from "./stepProgress";

const asText = (value: unknown): string => (typeof value === "string" ? value : "");

/** The rule's own actions as steps that have not begun. */
export function plannedSteps(rule: AutomationRule, known: readonly ActionType[]): StepNews[] {
  return rule.actions.map((action, index) => {
    const type = asText(action.type);
    const name = asText(action.name) || known.find((other) => other.type === type)?.name;
    return { path: `actions/${String(index)}`, id: asText(action.id), type, name: name ?? "" };
  });
}

/** The steps of a run that goes on, with those that are still to come (a step is recorded as it begins). */
export function usePlannedSteps(task: ScheduledTask, begun: readonly StepRun[]): readonly StepRun[] {
  const enabled = isUnfinished(task.status);
  const { data: rule } = useQuery({
    queryKey: ["automation", "rule", task.automation_rule],
    queryFn: () => automationApi.getRule(task.automation_rule),
    enabled,
  });
  const { data: known } = useQuery({
    queryKey: ["automation", "actionTypes"],
    queryFn: automationApi.getActionTypes,
    staleTime: Infinity,
    enabled,
  });
  // A rule that was changed since, or is gone, says nothing about this run.
  if (!enabled || !known || rule?.version !== task.rule_version) return begun;
  const plan = plannedSteps(rule, known);
  return mergeSteps(
    begun,
    plan.filter(({ path }) => !begun.some((step) => step.path === path)),
  );
}
