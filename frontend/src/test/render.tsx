import { notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, RouterProvider } from "react-router";

import { routes } from "@/app/routes";
import { Provider } from "@/components/Provider";
import { useAutomationStore } from "@/features/automation";
import { createQueryClient } from "@/lib/query";

/** The whole app at `path`, with a fresh store and cache. */
export function renderApp(path: string) {
  notifications.clean();
  useAutomationStore.setState(useAutomationStore.getInitialState(), true);
  const client = createQueryClient();
  client.setDefaultOptions({ queries: { retry: false } });
  const router = createMemoryRouter(routes, { initialEntries: [path] });
  const user = userEvent.setup();
  render(
    <QueryClientProvider client={client}>
      <Provider env="test">
        <RouterProvider router={router} />
      </Provider>
    </QueryClientProvider>,
  );
  return { user, router, path: () => router.state.location.pathname };
}
