import { queryOptions, useQuery } from "@tanstack/react-query";

import { approvalsApi, DECIDED } from "./approvals.api";

export const APPROVALS = ["approvals"] as const;
const COUNT_MS = 30_000;
const RUN_MS = 5000;
/** The inbox shows the oldest of them; deciding brings up the next. */
const PENDING_SHOWN = 20;
export const DECIDED_SHOWN = 20;

export const pendingQuery = queryOptions({
  queryKey: [...APPROVALS, "pending"],
  queryFn: () =>
    approvalsApi.list({ status: "pending", ordering: "created_at", page_size: PENDING_SHOWN }),
  refetchInterval: COUNT_MS,
});

export const decidedQuery = (page: number) =>
  queryOptions({
    queryKey: [...APPROVALS, "decided", page],
    queryFn: () => approvalsApi.list({ status: DECIDED.join(","), page, page_size: DECIDED_SHOWN }),
  });

export const ofRunQuery = (runId: string) =>
  queryOptions({
    queryKey: [...APPROVALS, "run", runId],
    queryFn: () => approvalsApi.list({ status: "pending", run: runId, ordering: "created_at" }),
    refetchInterval: RUN_MS,
  });

/** How many approvals wait for somebody of the account. */
export function usePendingApprovals(): number {
  return useQuery(pendingQuery).data?.count ?? 0;
}
