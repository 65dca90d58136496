import type { RouteObject } from "react-router";

/** One frame for both addresses: a rule that has just been saved for the first time stays in its editor. */
export const editorRoutes: RouteObject[] = [
  {
    lazy: async () => ({ Component: (await import("./RuleEditorPage")).RuleEditorPage }),
    children: [
      { path: "rules/new", element: null },
      { path: "rules/:id/edit", element: null },
    ],
  },
];
