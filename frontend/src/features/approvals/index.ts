import { lazy } from "react";

export { usePendingApprovals } from "./queries";
// The frame of every page counts approvals; only the page of a run shows them.
export const RunApprovals = lazy(async () => ({
  default: (await import("./RunApprovals")).RunApprovals,
}));
