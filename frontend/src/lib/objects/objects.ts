/** Things of the account that a form lets a person pick by name: fetched a few at a time, by search. */
import { client, unwrap, unwrapPage } from "@/lib/api";
import { formatDateTime } from "@/lib/format";

export const OBJECT_KINDS = [
  "content",
  "keyword",
  "cluster",
  "idea",
  "writing_task",
  "page",
  "image",
  "connection",
  "sector",
  "site",
  "rule",
  "run",
] as const;
export type ObjectKind = (typeof OBJECT_KINDS)[number];

export interface ObjectOption {
  id: string;
  label: string;
}

export interface ObjectQuery {
  search?: string;
  site?: string;
  rule?: string;
}

interface Params {
  query: { page_size: number; search?: string; site?: string };
}
type Lister = (query: ObjectQuery) => Promise<ObjectOption[]>;

const SHOWN = 20;

function paramsOf({ search = "", site = "" }: ObjectQuery): Params {
  return { query: { page_size: SHOWN, ...(search && { search }), ...(site && { site }) } };
}

const titled = ({ id, title }: { id: string; title: string }): ObjectOption => ({ id, label: title });
const named = ({ id, name }: { id: string; name: string }): ObjectOption => ({ id, label: name });

async function runs({ rule = "" }: ObjectQuery): Promise<ObjectOption[]> {
  const params = { query: { page_size: SHOWN, ...(rule && { rule }) } };
  const { items } = await unwrapPage(client.GET("/api/v1/automation/scheduled-tasks/", { params }));
  return items.map((run) => ({
    id: run.id,
    label: `${formatDateTime(run.scheduled_at)} · ${run.rule_name}`,
  }));
}

const LISTERS: Readonly<Record<ObjectKind, Lister>> = {
  content: async (query) =>
    (await unwrapPage(client.GET("/api/v1/content/", { params: paramsOf(query) }))).items.map(titled),
  keyword: async (query) =>
    (await unwrapPage(client.GET("/api/v1/keywords/", { params: paramsOf(query) }))).items.map(
      ({ id, text }) => ({ id, label: text }),
    ),
  cluster: async (query) =>
    (await unwrapPage(client.GET("/api/v1/clusters/", { params: paramsOf(query) }))).items.map(named),
  idea: async (query) =>
    (await unwrapPage(client.GET("/api/v1/ideas/", { params: paramsOf(query) }))).items.map(titled),
  writing_task: async (query) =>
    (await unwrapPage(client.GET("/api/v1/writing-tasks/", { params: paramsOf(query) }))).items.map(
      titled,
    ),
  page: async (query) =>
    (await unwrapPage(client.GET("/api/v1/pages/", { params: paramsOf(query) }))).items.map(titled),
  image: async (query) =>
    (await unwrapPage(client.GET("/api/v1/images/", { params: paramsOf(query) }))).items.map(
      ({ id, alt_text: alt }) => ({ id, label: alt || id }),
    ),
  connection: async (query) =>
    (await unwrapPage(client.GET("/api/v1/connections/", { params: paramsOf(query) }))).items.map(named),
  sector: async (query) =>
    (await unwrapPage(client.GET("/api/v1/sectors/", { params: paramsOf(query) }))).items.map(named),
  site: async ({ search = "" }) =>
    (await unwrapPage(client.GET("/api/v1/sites/", { params: paramsOf({ search }) }))).items.map(named),
  rule: async ({ search = "" }) =>
    (
      await unwrapPage(client.GET("/api/v1/automation/rules/", { params: paramsOf({ search }) }))
    ).items.map(named),
  run: runs,
};

/** The first few of a kind that have the words of `search`. */
export async function findObjects(kind: ObjectKind, query: ObjectQuery): Promise<ObjectOption[]> {
  return LISTERS[kind](query);
}

const NAMERS: Readonly<Partial<Record<ObjectKind, (id: string) => Promise<ObjectOption>>>> = {
  content: async (id) =>
    titled(await unwrap(client.GET("/api/v1/content/{id}/", { params: { path: { id } } }))),
  keyword: async (id) => {
    const row = await unwrap(client.GET("/api/v1/keywords/{id}/", { params: { path: { id } } }));
    return { id, label: row.text };
  },
  cluster: async (id) =>
    named(await unwrap(client.GET("/api/v1/clusters/{id}/", { params: { path: { id } } }))),
  idea: async (id) =>
    titled(await unwrap(client.GET("/api/v1/ideas/{id}/", { params: { path: { id } } }))),
  writing_task: async (id) =>
    titled(await unwrap(client.GET("/api/v1/writing-tasks/{id}/", { params: { path: { id } } }))),
  page: async (id) =>
    titled(await unwrap(client.GET("/api/v1/pages/{id}/", { params: { path: { id } } }))),
  connection: async (id) =>
    named(await unwrap(client.GET("/api/v1/connections/{id}/", { params: { path: { id } } }))),
  sector: async (id) =>
    named(await unwrap(client.GET("/api/v1/sectors/{id}/", { params: { path: { id } } }))),
  site: async (id) =>
    named(await unwrap(client.GET("/api/v1/sites/{id}/", { params: { path: { id } } }))),
  rule: async (id) =>
    named(await unwrap(client.GET("/api/v1/automation/rules/{id}/", { params: { path: { id } } }))),
};

/** One by its id; where it has no name of its own (or is gone), its id stands for it. */
export async function nameObject(kind: ObjectKind, id: string): Promise<ObjectOption> {
  const namer = NAMERS[kind];
  return namer === undefined ? { id, label: id } : namer(id);
}
