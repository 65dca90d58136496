import type { ProgressStatus, RunStatus } from "@/lib/api";

export const RUN_STATUSES: readonly RunStatus[] = [
  "pending",
  "running",
  "waiting",
  "completed",
  "failed",
  "skipped",
  "cancelled",
];

const UNFINISHED: ReadonlySet<ProgressStatus> = new Set(["pending", "running", "waiting"]);

export function isUnfinished(status: ProgressStatus | null | undefined): boolean {
  return status !== null && status !== undefined && UNFINISHED.has(status);
}

const COLORS: Readonly<Record<ProgressStatus, string>> = {
  idle: "gray",
  pending: "gray",
  running: "blue",
  waiting: "ember",
  completed: "pine",
  failed: "red",
  skipped: "gray",
  cancelled: "gray",
};

export function statusColor(status: ProgressStatus): string {
  return COLORS[status];
}
