import {
  type ActionType,
  type AutomationRule,
  type AutomationRuleRequest,
  client,
  type Estimate,
  type ExecuteAccepted,
  type Lineage,
  type Page,
  type Progress,
  type RerunRequest,
  type RunDetail,
  type RunStatus,
  type ScheduledTask,
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
}

const byId = (id: string) => ({ path: { id } });
const withKey = (id: string, key: string) => ({ path: { id }, header: { "Idempotency-Key": key } });

const RULES_PAGE_SIZE = 200;
/** As many as the API gives at once: a loop over thousands is looked at through the story. */
export const STEPS_SHOWN = 1000;

async function getRules(): Promise<AutomationRule[]> {
  const params = { query: { page_size: RULES_PAGE_SIZE } };
  return (await unwrapPage(client.GET("/api/v1/automation/rules/", { params }))).items;
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

async function resumeRule(id: string): Promise<AutomationRule> {
  return unwrap(client.POST("/api/v1/automation/rules/{id}/resume/", { params: byId(id) }));
}

/** Lets the triggers of an inactive rule work. */
async function activateRule(id: string): Promise<AutomationRule> {
  const body = { is_active: true };
  return unwrap(client.PATCH("/api/v1/automation/rules/{id}/", { params: byId(id), body }));
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
  resumeRule,
  activateRule,
};
