import {
  client,
  type Connection,
  type ConnectionChange,
  type ConnectionReport,
  type ConnectionRequest,
  type Content,
  type Page,
  type Publication,
  unwrap,
  unwrapPage,
} from "@/lib/api";

export interface PublicationFilters {
  page: number;
  page_size: number;
  site?: string;
  connection?: string;
  status?: string;
  object_id?: string;
}

const byId = (id: string) => ({ params: { path: { id } } });

/** A site has a handful of connections: all of them. */
async function connections(siteId: string): Promise<Connection[]> {
  const query = { site: siteId, page_size: 200, ordering: "created_at" };
  return (await unwrapPage(client.GET("/api/v1/connections/", { params: { query } }))).items;
}

async function create(body: ConnectionRequest, key: string): Promise<Connection> {
  const params = { header: { "Idempotency-Key": key } };
  return unwrap(client.POST("/api/v1/connections/", { params, body }));
}

async function change(id: string, body: ConnectionChange): Promise<Connection> {
  return unwrap(client.PATCH("/api/v1/connections/{id}/", { ...byId(id), body }));
}

async function remove(id: string): Promise<void> {
  await unwrap(client.DELETE("/api/v1/connections/{id}/", byId(id)));
}

/** Asks the target itself, so it may take a while. */
async function test(id: string): Promise<ConnectionReport> {
  return unwrap(client.POST("/api/v1/connections/{id}/test/", byId(id)));
}

async function publications(filters: PublicationFilters): Promise<Page<Publication>> {
  return unwrapPage(client.GET("/api/v1/publications/", { params: { query: filters } }));
}

/** The articles of a page of publications; those that are deleted are missing. */
async function articles(ids: readonly string[]): Promise<Content[]> {
  if (ids.length === 0) return [];
  const query = { ids: ids.join(","), page_size: ids.length };
  return (await unwrapPage(client.GET("/api/v1/content/", { params: { query } }))).items;
}

/** Where the companion plug-in for WordPress can be loaded down. */
export const PLUGIN_URL = "/api/v1/connections/plugin/";

export const publishingApi = { connections, create, change, remove, test, publications, articles };
