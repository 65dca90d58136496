import { queryOptions, useQuery } from "@tanstack/react-query";

import type { ConditionOperator } from "@/lib/api";

import { conditionsApi } from "./conditions.api";

export const operatorsQuery = queryOptions({
  queryKey: ["condition-operators"],
  queryFn: conditionsApi.operators,
  staleTime: Infinity,
});

const NONE: readonly ConditionOperator[] = [];

/** All operators; empty until they are known. */
export const useOperators = (): readonly ConditionOperator[] => useQuery(operatorsQuery).data ?? NONE;
