import {
  type ActionType,
  type AutomationRule,
  type AutomationRuleRequest,
  client,
  type Estimate,
  type EventType,
  type ExecuteAccepted,
  type Lineage,
  type Page,
  type Progress,
  type RerunFailed,
  type RerunFailedRequest,
  type RerunRequest,
  type RuleBulkRequest,
  type RuleBulkResult,
  type RuleDocument,
  type RuleVersion,
  type RunDetail,
  type RunStatus,
  type ScheduledTask,
  type StepOutput,
  type StepRun,
  type TimelineEntry,
  unwrap,
  unwrapPage,
} from "@/lib/api";

export interface HistoryFilters {
  page?: number;
  page_size?: number;
  rule?: string;
  status?: RunStatus;
  trigger?: string;
  /** Times in ISO 8601. */
  since?: string;
  until?: string;
  search?: string;
  ordering?: string;
}

const byId = (id: string) => ({ path: { id } });
const withKey = (id: string, key: string) => ({ path: { id }, header: { "Idempotency-Key": key } });

const RULES_PAGE_SIZE = 200;
/** As many as the API gives at once: a loop over thousands is looked at through the story. */
export const STEPS_SHOWN = 1000;

/** All rules of the account: the list is searched and sorted where it is shown. */
async function getRules(): Promise<AutomationRule[]> {
  const rules: AutomationRule[] = [];
  for (let page = 1; ; page += 1) {
    const params = { query: { page, page_size: RULES_PAGE_SIZE } };
    const { items, count } = await unwrapPage(client.GET("/api/v1/automation/rules/", { params }));
    rules.push(...items);
    if (items.length === 0 || rules.length >= count) return rules;
  }
}

async function getRule(id: string): Promise<AutomationRule> {
  return unwrap(client.GET("/api/v1/automation/rules/{id}/", { params: byId(id) }));
}

async function createRule(body: AutomationRuleRequest): Promise<AutomationRule> {
  return unwrap(client.POST("/api/v1/automation/rules/", { body }));
}

async function updateRule(id: string, body: AutomationRuleRequest): Promise<AutomationRule> {
  return unwrap(client.PATCH("/api/v1/automation/rules/{id}/", { params: byId(id), body }));
}

async function deleteRule(id: string): Promise<void> {
  await unwrap(client.DELETE("/api/v1/automation/rules/{id}/", { params: byId(id) }));
}

/** @param key the `Idempotency-Key`: the same key again starts nothing twice. */
async function executeRule(id: string, key: string): Promise<ExecuteAccepted> {
  return unwrap(
    client.POST("/api/v1/automation/rules/{id}/execute/", {
      params: withKey(id, key),
      body: { context: {}, test: false },
    }),
  );
}

async function getProgress(ruleId: string): Promise<Progress> {
  return unwrap(client.GET("/api/v1/automation/rules/{id}/progress/", { params: byId(ruleId) }));
}

async function getEstimate(ruleId: string): Promise<Estimate> {
  return unwrap(client.GET("/api/v1/automation/rules/{id}/estimate/", { params: byId(ruleId) }));
}

async function getActionTypes(): Promise<ActionType[]> {
  return unwrap(client.GET("/api/v1/automation/rules/action-types/"));
}

async function getExecutionHistory(filters: HistoryFilters): Promise<Page<ScheduledTask>> {
  return unwrapPage(
    client.GET("/api/v1/automation/rules/execution-history/", { params: { query: filters } }),
  );
}

async function getTasks(filters: HistoryFilters): Promise<Page<ScheduledTask>> {
  return unwrapPage(client.GET("/api/v1/automation/scheduled-tasks/", { params: { query: filters } }));
}

async function getTask(id: string): Promise<RunDetail> {
  return unwrap(client.GET("/api/v1/automation/scheduled-tasks/{id}/", { params: byId(id) }));
}

async function getSteps(taskId: string): Promise<StepRun[]> {
  const params = { ...byId(taskId), query: { page_size: STEPS_SHOWN } };
  const call = client.GET("/api/v1/automation/scheduled-tasks/{id}/steps/", { params });
  return (await unwrapPage(call)).items;
}

async function cancelTask(id: string): Promise<ScheduledTask> {
  return unwrap(client.POST("/api/v1/automation/scheduled-tasks/{id}/cancel/", { params: byId(id) }));
}

async function rerunTask(id: string, body: RerunRequest, key: string): Promise<ExecuteAccepted> {
  return unwrap(
    client.POST("/api/v1/automation/scheduled-tasks/{id}/rerun/", { params: withKey(id, key), body }),
  );
}

async function getTimeline(id: string): Promise<TimelineEntry[]> {
  const params = byId(id);
  return unwrap(client.GET("/api/v1/automation/scheduled-tasks/{id}/timeline/", { params }));
}

async function getLineage(id: string): Promise<Lineage> {
  return unwrap(client.GET("/api/v1/automation/scheduled-tasks/{id}/lineage/", { params: byId(id) }));
}

/** @param last the page is being left: the request must outlive it. */
async function bulkRules(body: RuleBulkRequest, key: string, last: boolean): Promise<RuleBulkResult> {
  const params = { header: { "Idempotency-Key": key } };
  return unwrap(client.POST("/api/v1/automation/rules/bulk/", { params, body, keepalive: last }));
}

async function duplicateRule(id: string, key: string): Promise<AutomationRule> {
  return unwrap(client.POST("/api/v1/automation/rules/{id}/duplicate/", { params: withKey(id, key) }));
}

async function exportRule(id: string): Promise<RuleDocument> {
  return unwrap(client.GET("/api/v1/automation/rules/{id}/export/", { params: byId(id) }));
}

/** The rule as it was at a version. */
async function getVersion(id: string, version: number): Promise<RuleVersion> {
  const params = { path: { id, number: String(version) } };
  return unwrap(client.GET("/api/v1/automation/rules/{id}/versions/{number}/", { params }));
}

async function getEventTypes(): Promise<EventType[]> {
  return unwrap(client.GET("/api/v1/automation/rules/event-types/"));
}

/** Carries on the failed runs that nobody has carried on yet. */
async function rerunFailed(body: RerunFailedRequest, key: string): Promise<RerunFailed> {
  const params = { header: { "Idempotency-Key": key } };
  return unwrap(client.POST("/api/v1/automation/scheduled-tasks/rerun-failed/", { params, body }));
}

/** The whole of an output that a step shows in part because of its size. */
async function getStepOutput(taskId: string, path: string): Promise<StepOutput> {
  const params = { ...byId(taskId), query: { path } };
  return unwrap(client.GET("/api/v1/automation/scheduled-tasks/{id}/step-output/", { params }));
}

export const automationApi = {
  getRules,
  getRule,
  createRule,
  updateRule,
  deleteRule,
  executeRule,
  getProgress,
  getEstimate,
  getActionTypes,
  getExecutionHistory,
  getTasks,
  getTask,
  getSteps,
  cancelTask,
  rerunTask,
  getTimeline,
  getLineage,
  bulkRules,
  duplicateRule,
  exportRule,
  getVersion,
  getEventTypes,
  rerunFailed,
  getStepOutput,
};
