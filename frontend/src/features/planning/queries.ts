import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { type KeywordFilters, planningApi } from "./planning.api";

export const keywordsQuery = (filters: KeywordFilters) =>
  queryOptions({
    queryKey: ["planning", "keywords", filters],
    queryFn: () => planningApi.keywords(filters),
    placeholderData: keepPreviousData,
  });
