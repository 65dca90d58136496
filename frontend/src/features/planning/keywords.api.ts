import {
  type BulkResult,
  client,
  type ImportPreview,
  type ImportProgress,
  type ImportResult,
  type ImportStarted,
  type Keyword,
  type KeywordBulkAction,
  type KeywordChange,
  type Page,
  unwrap,
  unwrapPage,
} from "@/lib/api";

import type { Mapping } from "./mapping";

export interface KeywordFilters {
  page: number;
  page_size: number;
  ordering?: string;
  site?: string;
  search?: string;
  status?: string;
  intent?: string;
  cluster?: string;
}

async function list(filters: KeywordFilters): Promise<Page<Keyword>> {
  return unwrapPage(client.GET("/api/v1/keywords/", { params: { query: filters } }));
}

async function change(id: string, body: KeywordChange): Promise<Keyword> {
  const params = { path: { id } };
  return unwrap(client.PATCH("/api/v1/keywords/{id}/", { params, body }));
}

/** What can be done is done; the answer says of the others why not. */
async function bulk(
  ids: readonly string[],
  action: KeywordBulkAction,
  cluster: string | null = null,
): Promise<BulkResult> {
  const body = { ids: [...ids], action, cluster };
  return unwrap(client.POST("/api/v1/keywords/bulk/", { body }));
}

function multipart(parts: Readonly<Record<string, Blob | string>>): () => FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(parts)) form.set(name, value);
  return () => form;
}

/** What would be read from a file, before anything is stored. */
async function preview(file: File): Promise<ImportPreview> {
  return unwrap(
    client.POST("/api/v1/keywords/import/preview/", {
      // The document describes the parts; the form carries them, the file as it is.
      body: { file: file.name },
      bodySerializer: multipart({ file }),
    }),
  );
}

/** Small files are answered with the result, large ones with an `import_id` to ask about. */
async function importFile(
  file: File,
  site: string,
  mapping: Mapping | null,
): Promise<ImportResult | ImportStarted> {
  const parts = { file, site, ...(mapping && { mapping: JSON.stringify(mapping) }) };
  return unwrap(
    client.POST("/api/v1/keywords/import/", {
      body: { file: file.name, site },
      bodySerializer: multipart(parts),
    }),
  );
}

async function importProgress(importId: string): Promise<ImportProgress> {
  const params = { path: { import_id: importId } };
  return unwrap(client.GET("/api/v1/keywords/imports/{import_id}/", { params }));
}

export const keywordsApi = { list, change, bulk, preview, importFile, importProgress };
