import {
  type ActionType,
  type AutomationRule,
  type AutomationRuleRequest,
  client,
  type Estimate,
  type EventType,
  type FlowNodeType,
  type FollowedTemplate,
  type ImportedRule,
  type PlanOfRule,
  type RuleChange,
  type RuleDocument,
  type RuleVersion,
  type StepTrial,
  unwrap,
  unwrapPage,
} from "@/lib/api";

const byId = (id: string) => ({ path: { id } });
const keyed = (key: string) => ({ header: { "Idempotency-Key": key } });

async function read(id: string): Promise<AutomationRule> {
  return unwrap(client.GET("/api/v1/automation/rules/{id}/", { params: byId(id) }));
}

/** @param key the `Idempotency-Key`: the same once more makes no second rule. */
async function create(body: AutomationRuleRequest, key: string): Promise<AutomationRule> {
  return unwrap(client.POST("/api/v1/automation/rules/", { params: keyed(key), body }));
}

/** Live at once; what is not given falls back to its default. */
async function replace(id: string, body: AutomationRuleRequest): Promise<AutomationRule> {
  return unwrap(client.PUT("/api/v1/automation/rules/{id}/", { params: byId(id), body }));
}

async function change(id: string, body: Partial<AutomationRuleRequest>): Promise<AutomationRule> {
  return unwrap(client.PATCH("/api/v1/automation/rules/{id}/", { params: byId(id), body }));
}

async function saveDraft(id: string, body: AutomationRuleRequest): Promise<RuleVersion> {
  return unwrap(client.POST("/api/v1/automation/rules/{id}/versions/", { params: byId(id), body }));
}

/** Also where the rule was changed after the draft was begun: the editor has asked before. */
async function publishDraft(id: string, key: string): Promise<AutomationRule> {
  const params = { ...byId(id), ...keyed(key) };
  const body = { overwrite: true };
  return unwrap(client.POST("/api/v1/automation/rules/{id}/draft/publish/", { params, body }));
}

async function discardDraft(id: string): Promise<void> {
  await unwrap(client.DELETE("/api/v1/automation/rules/{id}/draft/", { params: byId(id) }));
}

const MOST_VERSIONS = 100;

async function versions(id: string): Promise<RuleVersion[]> {
  const params = { ...byId(id), query: { page_size: MOST_VERSIONS } };
  const call = client.GET("/api/v1/automation/rules/{id}/versions/", { params });
  return (await unwrapPage(call)).items;
}

async function diff(id: string, number: number, against: string): Promise<RuleChange[]> {
  const params = { path: { id, number: String(number) }, query: { against } };
  return unwrap(client.GET("/api/v1/automation/rules/{id}/versions/{number}/diff/", { params }));
}

async function restore(id: string, number: number, key: string): Promise<AutomationRule> {
  const params = { path: { id, number: String(number) }, ...keyed(key) };
  const body = { draft: false };
  const path = "/api/v1/automation/rules/{id}/versions/{number}/restore/";
  return unwrap(client.POST(path, { params, body }));
}

/** @param rule the saved rule whose history counts. */
async function estimate(body: AutomationRuleRequest, rule: string | null): Promise<Estimate> {
  const params = { query: { ...(rule !== null && { rule }) } };
  return unwrap(client.POST("/api/v1/automation/rules/estimate/", { params, body }));
}

async function plan(id: string, draft: boolean): Promise<PlanOfRule> {
  const body = { draft, context: {} };
  return unwrap(client.POST("/api/v1/automation/rules/{id}/plan/", { params: byId(id), body }));
}

async function tryStep(id: string, path: string, draft: boolean): Promise<StepTrial> {
  const body = { path, draft };
  return unwrap(client.POST("/api/v1/automation/rules/{id}/test-step/", { params: byId(id), body }));
}

async function duplicate(id: string, key: string): Promise<AutomationRule> {
  const params = { ...byId(id), ...keyed(key) };
  return unwrap(client.POST("/api/v1/automation/rules/{id}/duplicate/", { params }));
}

async function exportRule(id: string): Promise<RuleDocument> {
  return unwrap(client.GET("/api/v1/automation/rules/{id}/export/", { params: byId(id) }));
}

async function importRule(
  document: Record<string, unknown>,
  site: string | null,
  key: string,
): Promise<ImportedRule> {
  const body = { document, is_active: false, ...(site !== null && { site }) };
  return unwrap(client.POST("/api/v1/automation/rules/import/", { params: keyed(key), body }));
}

/** A draft as the newest version of the rule's template makes it, with the inputs of then. */
async function followTemplate(id: string, key: string): Promise<FollowedTemplate> {
  const params = { ...byId(id), ...keyed(key) };
  const body = { inputs: {} };
  const path = "/api/v1/automation/rules/{id}/update-from-template/";
  return unwrap(client.POST(path, { params, body }));
}

async function actionTypes(): Promise<ActionType[]> {
  return unwrap(client.GET("/api/v1/automation/rules/action-types/"));
}

async function flowNodes(): Promise<FlowNodeType[]> {
  return unwrap(client.GET("/api/v1/automation/rules/flow-nodes/"));
}

async function eventTypes(): Promise<EventType[]> {
  return unwrap(client.GET("/api/v1/automation/rules/event-types/"));
}

export const editorApi = {
  actionTypes,
  flowNodes,
  eventTypes,
  read,
  create,
  replace,
  change,
  saveDraft,
  publishDraft,
  discardDraft,
  versions,
  diff,
  restore,
  estimate,
  plan,
  tryStep,
  duplicate,
  exportRule,
  importRule,
  followTemplate,
};
