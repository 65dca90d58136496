import { queryOptions } from "@tanstack/react-query";

import { conditionsApi } from "./conditions.api";

export const operatorsQuery = queryOptions({
  queryKey: ["condition-operators"],
  queryFn: conditionsApi.operators,
  staleTime: Infinity,
});
