import type { RouteObject } from "react-router";

export const startRoutes: RouteObject[] = [
  {
    path: "start",
    lazy: async () => ({ Component: (await import("./StartPage")).StartPage }),
  },
];
