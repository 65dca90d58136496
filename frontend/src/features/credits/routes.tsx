import type { RouteObject } from "react-router";

export const creditRoutes: RouteObject[] = [
  {
    path: "credits",
    lazy: async () => ({ Component: (await import("./CreditsPage")).CreditsPage }),
  },
];
