import { queryOptions } from "@tanstack/react-query";

import { automationApi } from "./automation.api";

export const ruleQuery = (id: string) =>
  queryOptions({
    queryKey: ["automation", "rule", id],
    queryFn: () => automationApi.getRule(id),
  });

/** The rule as it was at a version, which never changes. */
export const versionQuery = (ruleId: string, version: number) =>
  queryOptions({
    queryKey: ["automation", "version", ruleId, version],
    queryFn: () => automationApi.getVersion(ruleId, version),
    staleTime: Infinity,
  });

export const actionTypesQuery = queryOptions({
  queryKey: ["automation", "actionTypes"],
  queryFn: automationApi.getActionTypes,
  staleTime: Infinity,
});

/** The whole of an output that a step shows in part. */
export const outputQuery = (taskId: string, path: string) =>
  queryOptions({
    queryKey: ["automation", "output", taskId, path],
    queryFn: () => automationApi.getStepOutput(taskId, path),
    staleTime: Infinity,
  });
