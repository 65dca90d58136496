import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { type PublicationFilters, publishingApi } from "./publishing.api";

export const CONNECTIONS = ["connections"] as const;
export const PUBLICATIONS = ["publications"] as const;

export const connectionsQuery = (siteId: string) =>
  queryOptions({
    queryKey: [...CONNECTIONS, "site", siteId],
    queryFn: () => publishingApi.connections(siteId),
  });

export const publicationsQuery = (filters: PublicationFilters) =>
  queryOptions({
    queryKey: [...PUBLICATIONS, filters],
    queryFn: () => publishingApi.publications(filters),
    placeholderData: keepPreviousData,
  });

export const publishedArticlesQuery = (ids: readonly string[]) =>
  queryOptions({
    queryKey: ["content", "byIds", ids],
    queryFn: () => publishingApi.articles(ids),
    placeholderData: keepPreviousData,
    enabled: ids.length > 0,
  });
