import { queryOptions, type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { type Me, onSessionEnd } from "@/lib/api";

import { accountApi } from "./account.api";

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: accountApi.me,
  staleTime: 60_000,
});

/** The logged-in user, for pages behind {@link RequireSession}; null while unknown. */
export function useMe(): Me | null {
  return useQuery(meQuery).data ?? null;
}

/** Viewers may look, all others may start and stop runs. */
export function useMayRun(): boolean {
  const me = useMe();
  return me !== null && me.role !== "viewer";
}

/** Owners and admins change what concerns the account as a whole. */
export function useMayManage(): boolean {
  const role = useMe()?.role;
  return role === "owner" || role === "admin";
}

function forget(client: QueryClient): void {
  if (client.getQueryData(meQuery.queryKey)) client.setQueryData(meQuery.queryKey, null);
}

/** When any request is answered 401, nobody is logged in any more and the login page comes up. */
export function useSessionEnd(): void {
  const client = useQueryClient();
  useEffect(
    () =>
      onSessionEnd(() => {
        forget(client);
      }),
    [client],
  );
}
