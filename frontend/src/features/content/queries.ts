import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { contentApi, type ContentFilters } from "./content.api";

export const articlesQuery = (filters: ContentFilters) =>
  queryOptions({
    queryKey: ["content", "list", filters],
    queryFn: () => contentApi.list(filters),
    placeholderData: keepPreviousData,
  });

export const articleQuery = (id: string) =>
  queryOptions({ queryKey: ["content", "one", id], queryFn: () => contentApi.read(id) });

export const imagesQuery = (contentId: string) =>
  queryOptions({
    queryKey: ["content", "images", contentId],
    queryFn: () => contentApi.images(contentId),
  });
