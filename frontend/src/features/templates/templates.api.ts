import {
  type AutomationRule,
  client,
  type Connection,
  type InstantiateRequest,
  type RuleTemplate,
  unwrap,
  unwrapPage,
} from "@/lib/api";

const MOST = 200;

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

export const templatesApi = { list, instantiate, connections };
