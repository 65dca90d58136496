import type { RouteObject } from "react-router";

export const planningRoutes: RouteObject[] = [
  {
    path: "keywords",
    lazy: async () => ({ Component: (await import("./KeywordsPage")).KeywordsPage }),
  },
  {
    path: "clusters",
    lazy: async () => ({ Component: (await import("./ClustersPage")).ClustersPage }),
  },
  {
    path: "clusters/:id",
    lazy: async () => ({ Component: (await import("./ClusterPage")).ClusterPage }),
  },
  {
    path: "ideas",
    lazy: async () => ({ Component: (await import("./IdeasPage")).IdeasPage }),
  },
  {
    path: "writing-tasks",
    lazy: async () => ({ Component: (await import("./TasksPage")).TasksPage }),
  },
];
