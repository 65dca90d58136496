import type { RouteObject } from "react-router";

export const structureRoutes: RouteObject[] = [
  {
    path: "structure",
    lazy: async () => ({ Component: (await import("./StructurePage")).StructurePage }),
  },
];
