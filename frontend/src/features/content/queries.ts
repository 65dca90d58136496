import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import type { ArticleDraft } from "./draft";
import { contentApi, type ContentFilters } from "./content.api";

export const CONTENT = ["content"] as const;
export const VERSIONS_SHOWN = 50;

export const articlesQuery = (filters: ContentFilters) =>
  queryOptions({
    queryKey: [...CONTENT, "list", filters],
    queryFn: () => contentApi.list(filters),
    placeholderData: keepPreviousData,
  });

export const articleQuery = (id: string) =>
  queryOptions({ queryKey: [...CONTENT, "one", id], queryFn: () => contentApi.read(id) });

export const imagesQuery = (contentId: string) =>
  queryOptions({
    queryKey: [...CONTENT, "images", contentId],
    queryFn: () => contentApi.images(contentId),
  });

export const versionsQuery = (contentId: string, page: number) =>
  queryOptions({
    queryKey: [...CONTENT, "versions", contentId, page],
    queryFn: () => contentApi.versions(contentId, page, VERSIONS_SHOWN),
    placeholderData: keepPreviousData,
  });

/** The checks on what is written but not saved yet. */
export const checkQuery = (contentId: string, version: number, draft: ArticleDraft) => {
  const { title, slug, keyphrase, meta_title, meta_description, html } = draft;
  const body = { title, slug, keyphrase, meta_title, meta_description, html };
  return queryOptions({
    queryKey: [...CONTENT, "check", contentId, version, body],
    queryFn: () => contentApi.check(contentId, body),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    retry: false,
  });
};
