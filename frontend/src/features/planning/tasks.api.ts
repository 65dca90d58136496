import {
  client,
  type Page,
  unwrap,
  unwrapPage,
  type WritingTask,
  type WritingTaskChange,
} from "@/lib/api";

export interface TaskFilters {
  page: number;
  page_size: number;
  ordering?: string;
  site?: string;
  search?: string;
  status?: string;
  idea?: string;
}

async function list(filters: TaskFilters): Promise<Page<WritingTask>> {
  return unwrapPage(client.GET("/api/v1/writing-tasks/", { params: { query: filters } }));
}

async function get(id: string): Promise<WritingTask> {
  return unwrap(client.GET("/api/v1/writing-tasks/{id}/", { params: { path: { id } } }));
}

/** Locks an approved idea's brief as what is to be written. */
async function plan(site: string, idea: string, key: string): Promise<WritingTask> {
  const params = { header: { "Idempotency-Key": key } };
  return unwrap(client.POST("/api/v1/writing-tasks/", { params, body: { site, idea } }));
}

async function change(id: string, body: WritingTaskChange): Promise<WritingTask> {
  const params = { path: { id } };
  return unwrap(client.PATCH("/api/v1/writing-tasks/{id}/", { params, body }));
}

async function remove(id: string): Promise<void> {
  await unwrap(client.DELETE("/api/v1/writing-tasks/{id}/", { params: { path: { id } } }));
}

export const tasksApi = { list, get, plan, change, remove };
