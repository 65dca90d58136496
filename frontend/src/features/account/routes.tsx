import type { RouteObject } from "react-router";

export const publicRoutes: RouteObject[] = [
  {
    path: "login",
    lazy: async () => ({ Component: (await import("./LoginPage")).LoginPage }),
  },
];
