import type { RouteObject } from "react-router";

export const planningRoutes: RouteObject[] = [
  {
    path: "keywords",
    lazy: async () => ({ Component: (await import("./KeywordsPage")).KeywordsPage }),
  },
];
