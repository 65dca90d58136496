import type { RouteObject } from "react-router";

export const contentRoutes: RouteObject[] = [
  {
    path: "articles",
    lazy: async () => ({ Component: (await import("./ArticlesPage")).ArticlesPage }),
  },
  {
    path: "articles/:id",
    lazy: async () => ({ Component: (await import("./ArticlePage")).ArticlePage }),
  },
];
