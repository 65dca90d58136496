import type { RouteObject } from "react-router";

export const publicRoutes: RouteObject[] = [
  {
    path: "login",
    lazy: { Component: async () => (await import("./LoginPage")).LoginPage },
  },
];
