import type { RouteObject } from "react-router";

export const automationRoutes: RouteObject[] = [
  {
    path: "rules",
    lazy: { Component: async () => (await import("./AutomationRulesPage")).AutomationRulesPage },
  },
  {
    path: "runs",
    lazy: { Component: async () => (await import("./ExecutionHistory")).ExecutionHistory },
  },
  {
    path: "runs/:id",
    lazy: { Component: async () => (await import("./ExecutionMonitor")).ExecutionMonitor },
  },
];
