import {
  type BulkResult,
  client,
  type Idea,
  type IdeaDecision,
  type Page,
  unwrap,
  unwrapPage,
} from "@/lib/api";

export interface IdeaFilters {
  page: number;
  page_size: number;
  ordering?: string;
  site?: string;
  search?: string;
  status?: string;
  intent?: string;
  cluster?: string;
}

async function list(filters: IdeaFilters): Promise<Page<Idea>> {
  return unwrapPage(client.GET("/api/v1/ideas/", { params: { query: filters } }));
}

async function get(id: string): Promise<Idea> {
  return unwrap(client.GET("/api/v1/ideas/{id}/", { params: { path: { id } } }));
}

/** What can be decided is; the answer says of the others why not. */
async function decide(ids: readonly string[], status: IdeaDecision): Promise<BulkResult> {
  return unwrap(client.POST("/api/v1/ideas/bulk/", { body: { ids: [...ids], status } }));
}

export const ideasApi = { list, get, decide };
