import type { RouteObject } from "react-router";

export const planningRoutes: RouteObject[] = [
  {
    path: "keywords",
    lazy: { Component: async () => (await import("./KeywordsPage")).KeywordsPage },
  },
];
