import type { RouteObject } from "react-router";

export const settingsRoutes: RouteObject[] = [
  {
    path: "settings",
    lazy: async () => ({ Component: (await import("./SettingsLayout")).SettingsLayout }),
    children: [
      {
        index: true,
        lazy: async () => ({ Component: (await import("./GeneralPage")).GeneralPage }),
      },
      {
        path: "sites",
        lazy: async () => ({ Component: (await import("./SitesPage")).SitesPage }),
      },
      {
        path: "members",
        lazy: async () => ({ Component: (await import("./MembersPage")).MembersPage }),
      },
      {
        path: "ai",
        lazy: async () => ({ Component: (await import("./AiPage")).AiPage }),
      },
      {
        path: "tokens",
        lazy: async () => ({ Component: (await import("./TokensPage")).TokensPage }),
      },
      {
        path: "audit",
        lazy: async () => ({ Component: (await import("./AuditPage")).AuditPage }),
      },
    ],
  },
];
