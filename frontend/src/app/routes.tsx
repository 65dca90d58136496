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

import { Crashed, NotFound } from "./RouteError";
import { Shell } from "./Shell";

function Home() {
  return (
    <RequireSession>
      <Shell />
    </RequireSession>
  );
}

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
              { path: "*", Component: NotFound },
            ],
          },
        ],
      },
    ],
  },
];
