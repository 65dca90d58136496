import {
  type AutomationRule,
  client,
  type Connection,
  type InstantiateRequest,
  type RuleTemplate,
  type TemplateRequest,
  unwrap,
  unwrapPage,
} from "@/lib/api";

const MOST = 200;

/** What stands on a template's card. */
export interface TemplateAbout {
  name: string;
  description: string;
  category: string;
}

async function list(): Promise<RuleTemplate[]> {
  const params = { query: { page_size: MOST } };
  return (await unwrapPage(client.GET("/api/v1/automation/templates/", { params }))).items;
}

/** @param key the `Idempotency-Key`: asked again, it makes no second rule. */
async function instantiate(id: string, body: InstantiateRequest, key: string): Promise<AutomationRule> {
  const params = { path: { id }, header: { "Idempotency-Key": key } };
  return unwrap(client.POST("/api/v1/automation/templates/{id}/instantiate/", { params, body }));
}

async function connections(site: string): Promise<Connection[]> {
  const params = { query: { site, page_size: MOST } };
  return (await unwrapPage(client.GET("/api/v1/connections/", { params }))).items;
}

/** @param body `rule`: whose live version the template takes over. */
async function create(body: TemplateRequest): Promise<RuleTemplate> {
  return unwrap(client.POST("/api/v1/automation/templates/", { body }));
}

async function change(id: string, body: TemplateAbout): Promise<RuleTemplate> {
  const params = { path: { id } };
  return unwrap(client.PATCH("/api/v1/automation/templates/{id}/", { params, body }));
}

async function remove(id: string): Promise<void> {
  await unwrap(client.DELETE("/api/v1/automation/templates/{id}/", { params: { path: { id } } }));
}

export const templatesApi = { list, instantiate, connections, create, change, remove };
