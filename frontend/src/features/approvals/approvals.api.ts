import {
  type Approval,
  type ApprovalStatus,
  client,
  type DecisionRequest,
  type Page,
  unwrap,
  unwrapPage,
} from "@/lib/api";

interface ApprovalFilters {
  /** Several with commas. */
  status: string;
  run?: string;
  ordering?: string;
  page?: number;
  page_size?: number;
}

export const DECIDED: readonly ApprovalStatus[] = ["approved", "rejected", "lapsed", "withdrawn"];

async function list(filters: ApprovalFilters): Promise<Page<Approval>> {
  return unwrapPage(client.GET("/api/v1/automation/approvals/", { params: { query: filters } }));
}

/** @param key the `Idempotency-Key`: a lost answer may be asked for again. */
async function decide(id: string, body: DecisionRequest, key: string): Promise<Approval> {
  const params = { path: { id }, header: { "Idempotency-Key": key } };
  return unwrap(client.POST("/api/v1/automation/approvals/{id}/decide/", { params, body }));
}

export const approvalsApi = { list, decide };
