import { client, type Cluster, type ClusterChange, type Page, unwrap, unwrapPage } from "@/lib/api";

export interface ClusterFilters {
  page: number;
  page_size: number;
  ordering?: string;
  site?: string;
  search?: string;
  status?: string;
  intent?: string;
}

async function list(filters: ClusterFilters): Promise<Page<Cluster>> {
  return unwrapPage(client.GET("/api/v1/clusters/", { params: { query: filters } }));
}

async function get(id: string): Promise<Cluster> {
  return unwrap(client.GET("/api/v1/clusters/{id}/", { params: { path: { id } } }));
}

async function change(id: string, body: ClusterChange): Promise<Cluster> {
  const params = { path: { id } };
  return unwrap(client.PATCH("/api/v1/clusters/{id}/", { params, body }));
}

/** Makes one of several: `into` takes over what the others hold, and they go. */
async function merge(into: string, others: readonly string[]): Promise<Cluster> {
  const params = { path: { id: into } };
  return unwrap(client.POST("/api/v1/clusters/{id}/merge/", { params, body: { ids: [...others] } }));
}

async function remove(id: string): Promise<void> {
  await unwrap(client.DELETE("/api/v1/clusters/{id}/", { params: { path: { id } } }));
}

export const clustersApi = { list, get, change, merge, remove };
