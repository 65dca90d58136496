import { screen, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";

import { ok, page } from "@/test/fakeApi";
import { failedSteps, loopSteps, rules } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { answer, offline } from "@/test/server";

/** A phone: the flow is a list there, whose nodes need no measuring. */
function onPhone() {
  vi.spyOn(window, "matchMedia").mockImplementation(
    (media) =>
      ({
        matches: media.includes("max-width"),
        media,
        addEventListener: () => undefined,
        removeEventListener: () => undefined,
      }) as unknown as MediaQueryList,
  );
}

async function draw(path: string) {
  onPhone();
  const app = renderApp(path);
  await screen.findByRole("heading", { name: /^Run of/ });
  return app;
}

describe("a run drawn on its rule", () => {
  it("shows the rule as it was then, and what happened at a step", async () => {
    const { user, router } = await draw("/runs/t3");
    await user.click(screen.getByRole("tab", { name: "Flow" }));
    expect(router.state.location.search).toBe("?tab=flow");
    const flow = screen.getByRole("tabpanel");
    expect(await within(flow).findByText(/^Choose a step/)).toBeVisible();
    await user.click(await within(flow).findByRole("button", { name: /Cluster Keywords/i }));
    const told = await screen.findByRole("region", { name: /^What happened at/ });
    expect(told).toHaveTextContent("20 credits");
    expect(within(told).getByRole("button", { name: /^Run again from here/ })).toBeVisible();
  });

  it("says where the run has not been", async () => {
    const { user } = await draw("/runs/t3?tab=flow");
    await user.click(await screen.findByRole("button", { name: /Optimize Content/i }));
    expect(await screen.findByText("This run has not come to this step.")).toBeVisible();
  });

  it("tells what happened for each item of a loop, what failed first", async () => {
    const inner = { id: "improve", type: "optimize_content", params: {} };
    const actions = [
      { id: "b", type: "branch", branches: [{ actions: [] }, { actions: [] }] },
      { id: "each", type: "for_each", items: "{{ steps.x.y }}", actions: [inner] },
    ];
    const definition = { trigger: "manual", conditions: [], actions };
    answer("get", "/automation/rules/r1/versions/7/", () =>
      ok({ number: 7, status: "published", definition, created_by: "", restored_from: null }),
    );
    answer("get", "/automation/scheduled-tasks/t6/steps/", () => page(loopSteps));
    const { user } = await draw("/runs/t6?tab=flow");
    await user.click(await screen.findByRole("button", { name: /Optimize Content/i }));
    const told = await screen.findByRole("region", { name: /^What happened at/ });
    expect(told).toHaveTextContent("It ran 7 times.");
    expect(within(told).getAllByRole("listitem")[0]).toHaveTextContent("No usable answer.");
  });

  it("says when nobody knows the rule any more", async () => {
    offline("get", "/automation/rules/r1/versions/3/");
    const { user } = await draw("/runs/t3?tab=flow");
    expect(await screen.findByText("How the rule was then is not known any more")).toBeVisible();
    answer("get", "/automation/rules/r1/versions/3/", () =>
      ok({ number: 3, status: "live", definition: { trigger: "manual", actions: rules[0]!.actions } }),
    );
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("button", { name: /Cluster Keywords/i })).toBeVisible();
  });
});

describe("an output that is too large for the list", () => {
  it("is shown in part, and as a whole for whoever asks", async () => {
    const large = { ...failedSteps[1]!, output: { cluster_ids: ["c1"] }, output_bytes: 48_213 };
    answer("get", "/automation/scheduled-tasks/t3/steps/", () => page([large]));
    offline("get", "/automation/scheduled-tasks/t3/step-output/");
    const { user } = await draw("/runs/t3");
    await user.click(screen.getByRole("button", { name: "Details of Cluster Keywords" }));
    const all = () => screen.getByRole("button", { name: "Show all of the output (48 kB)" });
    await user.click(all());
    expect(await screen.findByText(/The output could not be loaded/)).toBeVisible();
    answer("get", "/automation/scheduled-tasks/t3/step-output/", (request) =>
      ok({
        path: new URL(request.url).searchParams.get("path"),
        output: { cluster_ids: ["c1", "c2", "c3"] },
        output_bytes: 48_213,
      }),
    );
    await user.click(all());
    expect(await screen.findByText(/"c3"/)).toBeInTheDocument();
    expect(screen.queryByText(/could not be loaded/)).not.toBeInTheDocument();
  });
});
