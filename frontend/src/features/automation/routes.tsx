import type { RouteObject } from "react-router";

export const automationRoutes: RouteObject[] = [
  {
    path: "rules",
    lazy: async () => ({ Component: (await import("./AutomationRulesPage")).AutomationRulesPage }),
  },
  {
    path: "runs",
    lazy: async () => ({ Component: (await import("./ExecutionHistory")).ExecutionHistory }),
  },
  {
    path: "runs/:id",
    lazy: async () => ({ Component: (await import("./ExecutionMonitor")).ExecutionMonitor }),
  },
];
