import {
  client,
  type Content,
  type ContentChange,
  type ContentRequest,
  type ContentStatus,
  type ContentVersion,
  type Image,
  type Page,
  type SeoCheckRequest,
  type SeoReport,
  unwrap,
  unwrapPage,
} from "@/lib/api";

export interface ContentFilters {
  page: number;
  page_size: number;
  site?: string;
  search?: string;
  ordering?: string;
  status?: ContentStatus;
  kind?: string;
  needs_writing?: string;
  min_score?: string;
  max_score?: string;
}

const byId = (id: string) => ({ params: { path: { id } } });
const withKey = (key: string) => ({ header: { "Idempotency-Key": key } });

async function list(filters: ContentFilters): Promise<Page<Content>> {
  return unwrapPage(client.GET("/api/v1/content/", { params: { query: filters } }));
}

async function read(id: string): Promise<Content> {
  return unwrap(client.GET("/api/v1/content/{id}/", byId(id)));
}

async function create(body: ContentRequest, key: string): Promise<Content> {
  return unwrap(client.POST("/api/v1/content/", { params: withKey(key), body }));
}

/** Refused with `version_conflict` where the article is no longer at `base_version`. */
async function change(id: string, body: ContentChange): Promise<Content> {
  return unwrap(client.PATCH("/api/v1/content/{id}/", { ...byId(id), body }));
}

async function remove(id: string): Promise<void> {
  await unwrap(client.DELETE("/api/v1/content/{id}/", byId(id)));
}

async function versions(id: string, page: number, size: number): Promise<Page<ContentVersion>> {
  const params = { path: { id }, query: { page, page_size: size } };
  return unwrapPage(client.GET("/api/v1/content/{id}/versions/", { params }));
}

async function restore(id: string, number: number, key: string): Promise<Content> {
  const params = { ...byId(id).params, ...withKey(key) };
  return unwrap(client.POST("/api/v1/content/{id}/restore/", { params, body: { number } }));
}

/** What the checks say of an article with these changes, before they are saved. */
async function check(id: string, body: SeoCheckRequest): Promise<SeoReport> {
  return unwrap(client.POST("/api/v1/content/{id}/seo-check/", { ...byId(id), body }));
}

async function images(contentId: string): Promise<Image[]> {
  const params = { query: { content: contentId } };
  return (await unwrapPage(client.GET("/api/v1/images/", { params }))).items;
}

async function describeImage(id: string, altText: string): Promise<Image> {
  const body = { alt_text: altText };
  return unwrap(client.PATCH("/api/v1/images/{id}/", { ...byId(id), body }));
}

async function removeImage(id: string): Promise<void> {
  await unwrap(client.DELETE("/api/v1/images/{id}/", byId(id)));
}

/** An earlier picture becomes the featured one again. */
async function featureImage(id: string, key: string): Promise<Image> {
  const params = { ...byId(id).params, ...withKey(key) };
  return unwrap(client.POST("/api/v1/images/{id}/feature/", { params }));
}

/** Draws another featured image; the one before stays. */
async function drawImage(contentId: string, key: string): Promise<Image> {
  const params = { ...byId(contentId).params, ...withKey(key) };
  return unwrap(client.POST("/api/v1/content/{id}/draw-image/", { params, body: { provider: "" } }));
}

/** A picture of one's own becomes the featured image. */
async function uploadImage(contentId: string, file: File, key: string): Promise<Image> {
  const form = new FormData();
  form.set("content", contentId);
  form.set("file", file);
  return unwrap(
    client.POST("/api/v1/images/", {
      params: withKey(key),
      // The document describes the parts; the form carries them, the file as it is.
      body: { content: contentId, file: file.name, alt_text: "" },
      bodySerializer: () => form,
    }),
  );
}

export const contentApi = {
  list,
  read,
  create,
  change,
  remove,
  versions,
  restore,
  check,
  images,
  describeImage,
  removeImage,
  drawImage,
  featureImage,
  uploadImage,
};
