import { act, screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { FakeEventSource } from "@/test/eventSource";
import { ok, page, refuse } from "@/test/fakeApi";
import { articles, progress, runningSteps, tasks } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { answer } from "@/test/server";

async function watch(id = "t1") {
  const app = renderApp(`/runs/${id}`);
  await screen.findByRole("heading", { name: /^Run of/ });
  return app;
}

const stepItem = (name: string) => screen.getByText(name).closest("li")!;

describe("ExecutionMonitor", () => {
  it("shows phase, percent, steps, items and credits of a running run", async () => {
    await watch();
    act(() => {
      FakeEventSource.last().open();
      FakeEventSource.last().send("progress", progress);
    });
    expect(await screen.findByText("Executing action 3/6: Generate Content")).toBeVisible();
    expect(screen.getByText("41 %")).toBeVisible();
    expect(screen.getByText("Live")).toBeVisible();
    expect(screen.getByText(/2 of 6 steps done · about 1 min 5 s left/)).toBeVisible();
    expect(stepItem("Generate Content")).toHaveTextContent("2 of 5");
    expect(stepItem("Cluster Keywords")).toHaveTextContent("20 credits");
  });

  it("lists the steps to come, by the names of their actions", async () => {
    const known = [{ type: "publish_to_wordpress", name: "Publish to WordPress" }];
    answer("get", "/automation/rules/action-types/", () => ok(known));
    answer("get", "/automation/scheduled-tasks/t1/", () => ok({ ...tasks[0], rule_version: 3 }));
    answer("get", "/automation/scheduled-tasks/t1/steps/", () => page([runningSteps[0]]));
    await watch();
    await screen.findByText("Publish to WordPress");
    expect(screen.getAllByText("Waiting to start")).toHaveLength(5);
    expect(stepItem("Publish to WordPress")).toHaveTextContent("6");
  });

  it("says of how many steps a failed run finished some, if that is still known", async () => {
    answer("get", "/automation/rules/r1/progress/", () =>
      ok({ ...progress, scheduled_task_id: "t3", status: "failed" }),
    );
    await watch("t3");
    expect(screen.getByText("2 of 6 steps done")).toBeVisible();
  });

  it("shows a finished run of a rule that is gone", async () => {
    answer("get", "/automation/rules/r1/progress/", () => refuse(404, "not_found", "No such rule."));
    await watch("t3");
    expect(screen.getByText("2 steps done")).toBeVisible();
  });

  it("reads the articles again when a step has worked on them", async () => {
    let reads = 0;
    answer("get", "/content/k1/", () => {
      reads += 1;
      return ok({ ...articles[0], status: reads === 1 ? "draft" : "published" });
    });
    await watch();
    expect(await screen.findByRole("link", { name: /^How to scan documents/ })).toBeVisible();
    act(() => {
      FakeEventSource.last().open();
      FakeEventSource.last().send("step", { path: "actions/2", status: "completed" });
    });
    expect(await screen.findByText("Published")).toBeVisible();
    expect(reads).toBe(2);
  });

  it("moves with the stream and survives a broken frame", async () => {
    await watch();
    act(() => {
      FakeEventSource.last().open();
      FakeEventSource.last().sendRaw("step", "{broken");
      FakeEventSource.last().send("step", { path: "actions/3", status: "running" });
    });
    expect(within(stepItem("Generate Images")).getByText("Running")).toBeVisible();
  });

  it("polls when the stream fails, and ends with the run", async () => {
    await watch();
    act(() => {
      FakeEventSource.last().fail(true);
    });
    expect(screen.getByText("Updating every few seconds")).toBeVisible();
    answer("get", "/automation/scheduled-tasks/t1/", () => ok({ ...tasks[0], status: "completed" }));
    expect(await screen.findByText("Done")).toBeVisible();
    expect(screen.getByText("100 %")).toBeVisible();
    expect(screen.getByRole("button", { name: "Run again" })).toBeVisible();
  });

  it("offers a refresh when stream and polling both fail", async () => {
    const { user } = await watch();
    answer("get", "/automation/scheduled-tasks/t1/", () => refuse(403, "forbidden", "No."));
    act(() => {
      FakeEventSource.last().fail(true);
    });
    const alert = await screen.findByText(/Live updates cannot reach this page/);
    answer("get", "/automation/scheduled-tasks/t1/", () => ok({ ...tasks[0], status: "completed" }));
    await user.click(within(alert).getByRole("button", { name: "Refresh" }));
    expect(await screen.findByText("Done")).toBeVisible();
  });

  it("lists the articles that came out so far", async () => {
    await watch();
    const link = await screen.findByRole("link", { name: /^How to scan documents/ });
    expect(link).toHaveAttribute("href", "/articles/k1");
  });

  it("cancels only after asking", async () => {
    let cancelled = false;
    answer("post", "/automation/scheduled-tasks/t1/cancel/", () => {
      cancelled = true;
      return ok(tasks[0]);
    });
    const { user } = await watch();
    await user.click(screen.getByRole("button", { name: "Cancel the run" }));
    expect(await screen.findByText("Cancel this run?")).toBeVisible();
    expect(cancelled).toBe(false);
    const dialog = screen.getByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: "Cancel the run" }));
    expect(await screen.findByText(/the run stops at its next chance/)).toBeVisible();
    expect(cancelled).toBe(true);
  });

  it("says why a run could not be cancelled", async () => {
    answer("post", "/automation/scheduled-tasks/t1/cancel/", () =>
      refuse(409, "conflict", "The run is already finished."),
    );
    const { user } = await watch();
    await user.click(screen.getByRole("button", { name: "Cancel the run" }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: "Cancel the run" }));
    expect(await screen.findByText("The run is already finished.")).toBeVisible();
  });

  it("explains a failed step with what to do, and runs again from it", async () => {
    let asked: unknown;
    answer("post", "/automation/scheduled-tasks/t3/rerun/", async (request) => {
      asked = await request.json();
      return ok({ scheduled_task_id: "t1", task_id: "x", status: "pending" }, 202);
    });
    const { user, path } = await watch("t3");
    expect(screen.getByText(/the server strips the Authorization header/)).toBeVisible();
    expect(screen.getByText(/Test its connection/)).toBeVisible();
    expect(stepItem("Publish to WordPress")).toHaveTextContent("Attempt 3");
    await user.click(screen.getByRole("button", { name: "Run again" }));
    await user.click(await screen.findByRole("menuitem", { name: /From the failed step/ }));
    await screen.findByText("Running", { selector: "span" }).catch(() => null);
    expect(asked).toEqual({ from: "failed_step", version: "original" });
    expect(path()).toBe("/runs/t1");
  });

  it("says why a run was not started again", async () => {
    answer("post", "/automation/scheduled-tasks/t3/rerun/", () =>
      refuse(402, "insufficient_credits", "5 are needed, 0 are there."),
    );
    const { user } = await watch("t3");
    await user.click(screen.getByRole("button", { name: "Run again" }));
    await user.click(await screen.findByRole("menuitem", { name: /From the start/ }));
    expect(await screen.findByText(/Not enough credits. 5 are needed/)).toBeVisible();
  });

  it("opens a step's comparisons, input and output", async () => {
    const { user } = await watch("t3");
    await user.click(screen.getByRole("button", { name: "Details of Conditions" }));
    const table = screen.getByRole("table", { name: "Conditions" });
    expect(within(table).getByRole("row", { name: /keyword_count/ })).toHaveTextContent(
      "Greater than 1001000holds",
    );
    await user.click(screen.getByRole("button", { name: "Details of Cluster Keywords" }));
    expect(screen.getByText(/"left_alone": 26/)).toBeInTheDocument();
  });

  it("says why a run was skipped", async () => {
    answer("get", "/automation/scheduled-tasks/t4/steps/", () => page([]));
    await watch("t4");
    expect(screen.getByText("seo_score is 84, which is not less than 70.")).toBeVisible();
  });

  it("sets the steps inside a branch in and marks what was reused", async () => {
    const inner = {
      ...runningSteps[0],
      path: "actions/0/branches/0/actions/0",
      name: "Inner step",
      reused: true,
    };
    answer("get", "/automation/scheduled-tasks/t1/steps/", () => page([runningSteps[0], inner]));
    await watch();
    expect(stepItem("Inner step")).toHaveTextContent("Kept from the earlier run");
    expect(screen.getByRole("list", { name: "Steps in Branch 1" })).toContainElement(
      stepItem("Inner step"),
    );
  });

  it("says that there is no such run", async () => {
    renderApp("/runs/nowhere");
    expect(await screen.findByRole("alert")).toHaveTextContent("There is nothing with this id");
  });
});
