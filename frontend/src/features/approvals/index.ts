export { usePendingApprovals } from "./queries";
export { RunApprovals } from "./RunApprovals";
