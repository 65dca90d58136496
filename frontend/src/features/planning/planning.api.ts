import {
  client,
  type ImportProgress,
  type ImportResult,
  type ImportStarted,
  type Keyword,
  type Page,
  unwrap,
  unwrapPage,
} from "@/lib/api";

export interface KeywordFilters {
  page: number;
  page_size: number;
  site?: string;
  search?: string;
}

async function keywords(filters: KeywordFilters): Promise<Page<Keyword>> {
  const query = { ...filters, ordering: "-demand" };
  return unwrapPage(client.GET("/api/v1/keywords/", { params: { query } }));
}

/** Small files are answered with the result, large ones with an `import_id` to ask about. */
async function importKeywords(file: File, siteId: string): Promise<ImportResult | ImportStarted> {
  const form = new FormData();
  form.set("file", file);
  form.set("site", siteId);
  return unwrap(
    client.POST("/api/v1/keywords/import/", {
      // The document describes the parts; the form carries them, the file as it is.
      body: { file: file.name, site: siteId },
      bodySerializer: () => form,
    }),
  );
}

async function importProgress(importId: string): Promise<ImportProgress> {
  const params = { path: { import_id: importId } };
  return unwrap(client.GET("/api/v1/keywords/imports/{import_id}/", { params }));
}

export const planningApi = { keywords, importKeywords, importProgress };
