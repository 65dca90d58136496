import { Navigate, type RouteObject } from "react-router";

import { LoadingPage } from "@/components/states";
import { RequireSession } from "@/features/account";
import { publicRoutes } from "@/features/account/routes";
import { approvalRoutes } from "@/features/approvals/routes";
import { automationRoutes } from "@/features/automation/routes";
import { contentRoutes } from "@/features/content/routes";
import { creditRoutes } from "@/features/credits/routes";
import { editorRoutes } from "@/features/editor/routes";
import { insightRoutes } from "@/features/insights/routes";
import { notificationRoutes } from "@/features/notifications/routes";
import { planningRoutes } from "@/features/planning/routes";
import { publishingRoutes } from "@/features/publishing/routes";
import { settingsRoutes } from "@/features/settings/routes";
import { startRoutes } from "@/features/start/routes";
import { structureRoutes } from "@/features/structure/routes";
import { templateRoutes } from "@/features/templates/routes";

import { loadTexts } from "@/lib/i18n";

import { Crashed, NotFound } from "./RouteError";
import { Shell } from "./Shell";

function Home() {
  return (
    <RequireSession>
      <Shell />
    </RequireSession>
  );
}

/** The page after the login, whose texts are there already. */
const FIRST_PAGE = "rules";

function withTexts(route: RouteObject): RouteObject {
  if (route.path === FIRST_PAGE) return route;
  const { lazy, children } = route;
  const changed = { ...route };
  if (children !== undefined) changed.children = children.map(withTexts);
  if (typeof lazy === "function") {
    changed.lazy = async () => {
      await loadTexts();
      return lazy();
    };
  }
  return changed;
}

const pages: RouteObject[] = [
  ...approvalRoutes,
  ...automationRoutes,
  ...contentRoutes,
  ...editorRoutes,
  ...creditRoutes,
  ...insightRoutes,
  ...notificationRoutes,
  ...planningRoutes,
  ...publishingRoutes,
  ...settingsRoutes,
  ...startRoutes,
  ...structureRoutes,
  ...templateRoutes,
];

export const routes: RouteObject[] = [
  {
    HydrateFallback: LoadingPage,
    ErrorBoundary: Crashed,
    children: [
      ...publicRoutes,
      {
        element: <Home />,
        children: [
          {
            ErrorBoundary: Crashed,
            children: [
              { index: true, element: <Navigate to="/rules" replace /> },
              ...pages.map(withTexts),
              { path: "*", Component: NotFound },
            ],
          },
        ],
      },
    ],
  },
];
