import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";

import { creditsApi } from "./credits.api";

const balanceQuery = queryOptions({
  queryKey: ["credits", "balance"],
  queryFn: creditsApi.balance,
  refetchInterval: 60_000,
});

export function useBalance() {
  return useQuery(balanceQuery);
}

/** Asks for the balance anew, after something was paid or reserved. */
export function useRefreshBalance(): () => void {
  const client = useQueryClient();
  return useCallback(() => {
    void client.invalidateQueries({ queryKey: balanceQuery.queryKey });
  }, [client]);
}
