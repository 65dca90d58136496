import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { type ClusterFilters, clustersApi } from "./clusters.api";
import { type IdeaFilters, ideasApi } from "./ideas.api";
import { type KeywordFilters, keywordsApi } from "./keywords.api";
import { type TaskFilters, tasksApi } from "./tasks.api";

/** Keywords, clusters, ideas and tasks follow from each other: a change of one may change all. */
export const PLANNING = ["planning"] as const;
export const KEYWORDS = [...PLANNING, "keywords"] as const;

export const keywordsQuery = (filters: KeywordFilters) =>
  queryOptions({
    queryKey: [...KEYWORDS, filters],
    queryFn: () => keywordsApi.list(filters),
    placeholderData: keepPreviousData,
  });

export const clustersQuery = (filters: ClusterFilters) =>
  queryOptions({
    queryKey: [...PLANNING, "clusters", filters],
    queryFn: () => clustersApi.list(filters),
    placeholderData: keepPreviousData,
  });

export const clusterQuery = (id: string) =>
  queryOptions({ queryKey: [...PLANNING, "cluster", id], queryFn: () => clustersApi.get(id) });

export const ideasQuery = (filters: IdeaFilters) =>
  queryOptions({
    queryKey: [...PLANNING, "ideas", filters],
    queryFn: () => ideasApi.list(filters),
    placeholderData: keepPreviousData,
  });

export const ideaQuery = (id: string) =>
  queryOptions({ queryKey: [...PLANNING, "idea", id], queryFn: () => ideasApi.get(id) });

export const tasksQuery = (filters: TaskFilters) =>
  queryOptions({
    queryKey: [...PLANNING, "tasks", filters],
    queryFn: () => tasksApi.list(filters),
    placeholderData: keepPreviousData,
  });

export const taskQuery = (id: string) =>
  queryOptions({ queryKey: [...PLANNING, "task", id], queryFn: () => tasksApi.get(id) });
