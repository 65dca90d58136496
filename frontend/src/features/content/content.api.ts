import { client, type Content, type Image, type Page, unwrap, unwrapPage } from "@/lib/api";

export interface ContentFilters {
  page: number;
  page_size: number;
  site?: string;
  search?: string;
}

async function list(filters: ContentFilters): Promise<Page<Content>> {
  const query = { ...filters, ordering: "-updated_at" };
  return unwrapPage(client.GET("/api/v1/content/", { params: { query } }));
}

async function read(id: string): Promise<Content> {
  return unwrap(client.GET("/api/v1/content/{id}/", { params: { path: { id } } }));
}

async function images(contentId: string): Promise<Image[]> {
  const params = { query: { content: contentId } };
  return (await unwrapPage(client.GET("/api/v1/images/", { params }))).items;
}

export const contentApi = { list, read, images };
