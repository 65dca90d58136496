export { useBalance, useRefreshBalance } from "./balance";
export { BalancePill } from "./BalancePill";
