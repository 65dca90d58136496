/** The account's rules by name, where another screen names or offers them. */
import { queryOptions, useQuery } from "@tanstack/react-query";

import { client, unwrapPage } from "./api";

const MOST = 200;

export interface RuleName {
  id: string;
  name: string;
}

export const ruleNamesQuery = queryOptions({
  queryKey: ["ruleNames"],
  queryFn: async (): Promise<RuleName[]> => {
    const params = { query: { page_size: MOST, ordering: "name" } };
    const { items } = await unwrapPage(client.GET("/api/v1/automation/rules/", { params }));
    return items.map(({ id, name }) => ({ id, name }));
  },
  staleTime: 30_000,
});

export function useRuleNames(): readonly RuleName[] {
  return useQuery(ruleNamesQuery).data ?? [];
}
