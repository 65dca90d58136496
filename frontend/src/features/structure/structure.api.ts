import {
  client,
  type SitePage,
  type SitePageChange,
  type SitePageRequest,
  unwrap,
  unwrapPage,
} from "@/lib/api";

import type { Move } from "./tree";

const PAGE_SIZE = 200;
const byId = (id: string) => ({ params: { path: { id } } });
const withKey = (key: string) => ({ header: { "Idempotency-Key": key } });

/** A tree has no pages of a list: all that a site has. */
async function pages(siteId: string): Promise<SitePage[]> {
  const found: SitePage[] = [];
  for (let page = 1; ; page += 1) {
    const query = { site: siteId, page, page_size: PAGE_SIZE, ordering: "path" };
    const answer = await unwrapPage(client.GET("/api/v1/pages/", { params: { query } }));
    found.push(...answer.items);
    if (answer.items.length === 0 || found.length >= answer.count) return found;
  }
}

async function create(body: SitePageRequest, key: string): Promise<SitePage> {
  return unwrap(client.POST("/api/v1/pages/", { params: withKey(key), body }));
}

async function change(id: string, body: SitePageChange): Promise<SitePage> {
  return unwrap(client.PATCH("/api/v1/pages/{id}/", { ...byId(id), body }));
}

async function move(id: string, to: Move, key: string): Promise<SitePage> {
  const params = { ...byId(id).params, ...withKey(key) };
  const { parent, position } = to;
  return unwrap(client.POST("/api/v1/pages/{id}/move/", { params, body: { parent, position } }));
}

/** Those below it go too; texts that are written stay. */
async function remove(id: string): Promise<void> {
  await unwrap(client.DELETE("/api/v1/pages/{id}/", byId(id)));
}

export const structureApi = { pages, create, change, move, remove };
