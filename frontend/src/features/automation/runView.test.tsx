import { screen, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";

import { ok, page } from "@/test/fakeApi";
import { lineage, loopSteps, me, rules } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { answer, offline } from "@/test/server";

async function watch(path = "/runs/t6") {
  const app = renderApp(path);
  await screen.findByRole("heading", { name: /^Run of/ });
  return app;
}

describe("the steps of a run as a tree", () => {
  it("folds a long loop to what needs a look, and unfolds it", async () => {
    const { user } = await watch();
    const loop = screen.getByText("For Each").closest("li")!;
    expect(loop).toHaveTextContent("1 failed · 1 running · 5 completed · 2 items have not begun");
    const items = () => within(loop).getAllByRole("button", { name: /^Item \d of 9/ });
    expect(items()).toHaveLength(2);
    expect(items()[0]).toHaveTextContent("Article 5");
    await user.click(within(loop).getByRole("button", { name: "Show all 7 items" }));
    expect(items()).toHaveLength(7);
    await user.click(items()[0]!);
    expect(items()[0]).toHaveAttribute("aria-expanded", "true");
    expect(within(loop).getByText("Optimize 1")).toBeVisible();
    await user.click(within(loop).getByRole("button", { name: "Show fewer items" }));
    expect(items()).toHaveLength(2);
  });

  it("shows a short loop as it is, with what failed open", async () => {
    const few = loopSteps.filter(({ path }) => !/items\/[0-3]/.test(path));
    answer("get", "/automation/scheduled-tasks/t6/steps/", () => page(few));
    await watch();
    expect(screen.getByText("Optimize 5")).toBeVisible();
    expect(screen.queryByText("Optimize 6")).not.toBeInTheDocument();
  });

  it("names ways, lanes and handlers", async () => {
    await watch();
    for (const name of ["Way 2", "Pictures", "If it fails", "After the failure of the run"]) {
      expect(screen.getByRole("list", { name: `Steps in ${name}` })).toBeVisible();
    }
  });

  it("tells a step's earlier attempts and when it goes on", async () => {
    const { user } = await watch();
    expect(screen.getByText(/goes on/)).toHaveTextContent("in 2 hours");
    await user.click(screen.getByRole("button", { name: "Details of Branch" }));
    expect(screen.getByText("It took longer than 60 seconds.")).toBeVisible();
  });

  it("shows a loop of hundreds in parts", async () => {
    const many = Array.from({ length: 60 }, (_, n) => ({
      ...loopSteps[3]!,
      path: `actions/1/items/${String(n)}`,
    }));
    answer("get", "/automation/scheduled-tasks/t6/steps/", () => page([loopSteps[2], ...many]));
    const { user } = await watch();
    await user.click(screen.getByText("Show all 60 items"));
    expect(screen.getAllByText(/^Item \d+ of 60/)).toHaveLength(50);
    await user.click(screen.getByText("Show 10 more"));
    expect(screen.getAllByText(/^Item \d+ of 60/)).toHaveLength(60);
  });

  it("runs again from a step", async () => {
    let asked: unknown;
    answer("post", "/automation/scheduled-tasks/t3/rerun/", async (request) => {
      asked = await request.json();
      return ok({ scheduled_task_id: "t1", task_id: "x", status: "pending" }, 202);
    });
    const { user, path } = await watch("/runs/t3");
    await user.click(screen.getByRole("button", { name: "Run again from here: Generate Ideas" }));
    await screen.findByText("Executing action 3/6: Generate Content");
    expect(asked).toEqual({ from: "actions/1", version: "original" });
    expect(path()).toBe("/runs/t1");
  });

  it("offers no such thing to a viewer, nor while the run goes on", async () => {
    answer("get", "/me/", () => ok({ ...me, role: "viewer" }));
    await watch("/runs/t3");
    expect(screen.queryByRole("button", { name: /^Run again/ })).not.toBeInTheDocument();
  });

  it("leads to the older and the newer run", async () => {
    await watch();
    const others = screen.getByRole("navigation", { name: "Other runs of this rule" });
    expect(within(others).getByRole("link", { name: "Older run" })).toHaveAttribute("href", "/runs/t2");
    expect(within(others).getByRole("link", { name: "Newer run" })).toHaveAttribute("href", "/runs/t3");
  });

  it("has no arrow where there is no run", async () => {
    await watch("/runs/t3");
    expect(screen.getByRole("button", { name: "Older run" })).toBeDisabled();
  });

  it.each(["", "?tab=story", "?tab=lineage"])("has nothing that axe objects to%s", async (tab) => {
    await watch(`/runs/t6${tab}`);
    await screen.findByRole("region", { name: "This run waits for a decision" });
    const { violations } = await axe.run(document.body, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
  });
});

describe("the story of a run", () => {
  it("is told in sentences, with how much later each happened", async () => {
    const { user, router } = await watch();
    await user.click(screen.getByRole("tab", { name: "Story" }));
    const story = await screen.findByRole("list", { name: "What happened, in order" });
    const sentences = within(story).getAllByRole("listitem");
    expect(sentences[1]).toHaveTextContent("+12 s");
    expect(sentences[1]).toHaveTextContent("Generate Ideas made 15 ideas");
    expect(within(sentences[2]!).getByRole("img", { name: "Error" })).toBeVisible();
    expect(router.state.location.search).toBe("?tab=story");
    await user.click(screen.getByRole("tab", { name: "Steps" }));
    expect(router.state.location.search).toBe("");
  });

  it("may be empty, and may fail to load", async () => {
    offline("get", "/automation/scheduled-tasks/t3/timeline/");
    const { user } = await watch("/runs/t3?tab=story");
    expect(await screen.findByText(/cannot be reached/)).toBeVisible();
    answer("get", "/automation/scheduled-tasks/t3/timeline/", () => ok([]));
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("There is nothing to tell yet.")).toBeVisible();
  });
});

describe("causes and effects of a run", () => {
  it("are listed with their runs and what all have cost", async () => {
    await watch("/runs/t6?tab=lineage");
    const effects = await screen.findByRole("region", { name: "Has brought about" });
    const [first, second] = within(effects).getAllByRole("listitem");
    expect(first).toHaveTextContent("content.updated");
    expect(second).toHaveTextContent("Test");
    expect(second?.style.getPropertyValue("--level")).toBe("1");
    expect(screen.getByRole("region", { name: "Repeats" })).toHaveTextContent("Quality gate");
    expect(screen.getByText(/All of them together: 950 credits/)).toBeVisible();
  });

  it("may be none, and may fail to load", async () => {
    offline("get", "/automation/scheduled-tasks/t3/lineage/");
    const { user } = await watch("/runs/t3?tab=lineage");
    expect(await screen.findByText(/cannot be reached/)).toBeVisible();
    answer("get", "/automation/scheduled-tasks/t3/lineage/", () =>
      ok({ ...lineage, causes: [], effects: [], rerun_of: null }),
    );
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText(/Nothing brought this run about/)).toBeVisible();
  });
});

describe("the numbers and the switch of a rule", () => {
  it("tells success, credits and the last run of thirty days", async () => {
    renderApp("/rules");
    const row = await screen.findByRole("row", { name: /Keywords to published drafts/ });
    expect(row).toHaveTextContent("92 % succeeded");
    expect(row).toHaveTextContent("12 runs · 5,120 credits");
    expect(within(row).getByRole("link", { name: /minutes ago$/ })).toHaveAttribute("href", "/runs/t2");
    expect(screen.getByRole("row", { name: /Monday/ })).toHaveTextContent("no runs");
  });

  it("resumes a paused rule", async () => {
    const { user } = renderApp("/rules");
    const resume = await screen.findByRole("button", { name: /^Resume Monday/ });
    answer("post", "/automation/rules/bulk/", () => ok({ done: ["r2"], skipped: [], started: [] }));
    answer("get", "/automation/rules/", () => page([{ ...rules[1], status: "active" }]));
    await user.click(resume);
    expect(await screen.findByText(/Monday.* is active again/)).toBeVisible();
    expect(screen.queryByRole("button", { name: /^Resume/ })).not.toBeInTheDocument();
  });

  it("activates an inactive one, and tells why it could not", async () => {
    answer("get", "/automation/rules/", () => page([{ ...rules[1], status: "inactive" }]));
    const skipped = [{ id: "r2", code: "conflict", message: "Its schedule is gone." }];
    answer("post", "/automation/rules/bulk/", () => ok({ done: [], skipped, started: [] }));
    const { user } = renderApp("/rules");
    await user.click(await screen.findByRole("button", { name: /^Activate Monday/ }));
    expect(await screen.findByText(/: Its schedule is gone\./)).toBeVisible();
  });
});
