import type { RouteObject } from "react-router";

export const contentRoutes: RouteObject[] = [
  {
    path: "articles",
    lazy: { Component: async () => (await import("./ArticlesPage")).ArticlesPage },
  },
  {
    path: "articles/:id",
    lazy: { Component: async () => (await import("./ArticlePage")).ArticlePage },
  },
];
