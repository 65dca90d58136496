import type { RouteObject } from "react-router";

export const approvalRoutes: RouteObject[] = [
  {
    path: "approvals",
    lazy: async () => ({ Component: (await import("./ApprovalsPage")).ApprovalsPage }),
  },
];
