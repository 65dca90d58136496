import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { ok, page, refuse } from "@/test/fakeApi";
import { me, rules, tasks } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { answer, offline } from "@/test/server";

describe("ExecutionHistory", () => {
  it("lists the runs with status, starter, duration and credits, each with a link", async () => {
    renderApp("/runs");
    const table = await screen.findByRole("table", { name: "Runs" });
    const row = within(table).getByRole("row", { name: /Completed/ });
    expect(row).toHaveTextContent("By hand");
    expect(row).toHaveTextContent("1 min 11 s");
    expect(row).toHaveTextContent("430");
    expect(within(row).getByRole("link")).toHaveAttribute("href", "/runs/t2");
    expect(within(table).getByRole("row", { name: /Failed/ })).toHaveTextContent(
      "The site answered 401",
    );
    expect(within(table).getByRole("row", { name: /Skipped/ })).toHaveTextContent("seo_score is 84");
  });

  it("shows only the runs of the chosen status, and keeps the choice in the address", async () => {
    const { user, router } = renderApp("/runs");
    await screen.findByRole("table", { name: "Runs" });
    await user.click(screen.getByRole("radio", { name: "Failed" }));
    expect(await screen.findAllByRole("row")).toHaveLength(2);
    expect(router.state.location.search).toBe("?status=failed");
    await user.click(screen.getByRole("radio", { name: "All" }));
    expect(await screen.findAllByRole("row")).toHaveLength(tasks.length + 1);
  });

  it("says when no run has the chosen status", async () => {
    renderApp("/runs?status=waiting");
    expect(await screen.findByText("No run matches these filters")).toBeVisible();
  });

  function remembered(): string[] {
    const asked: string[] = [];
    answer("get", "/automation/rules/execution-history/", (request) => {
      asked.push(decodeURIComponent(new URL(request.url).search));
      return page(tasks);
    });
    return asked;
  }

  it("finds by rule, trigger and dates, from the first page, all in the address", async () => {
    const asked = remembered();
    const { user, router } = renderApp("/runs?page=3");
    await screen.findByRole("option", { name: /^Monday/ });
    await user.selectOptions(screen.getByLabelText("Rule"), "r2");
    await user.selectOptions(screen.getByLabelText("Started by"), "schedule");
    fireEvent.change(screen.getByLabelText("From"), { target: { value: "2026-11-02" } });
    fireEvent.change(screen.getByLabelText("To"), { target: { value: "2026-11-09" } });
    expect(router.state.location.search).toBe(
      "?rule=r2&trigger=schedule&since=2026-11-02&until=2026-11-09",
    );
    await waitFor(() => {
      expect(asked.at(-1)).toMatch(/page=1&.*rule=r2&trigger=schedule&since=.*&until=.*/);
    });
    const link = screen.getByRole("link", { name: "Export as CSV" });
    expect(link.getAttribute("href")).toMatch(/export\/\?rule=r2&trigger=schedule&since=/);
  });

  it("finds by words, and forgets them on request", async () => {
    const asked = remembered();
    const { user, router } = renderApp("/runs");
    await user.type(await screen.findByRole("searchbox"), "score");
    await waitFor(() => {
      expect(asked.at(-1)).toMatch(/search=score/);
    });
    expect(router.state.location.search).toBe("?q=score");
    await user.click(screen.getByRole("button", { name: "Clear the filters" }));
    expect(router.state.location.search).toBe("");
    expect(screen.getByRole("searchbox")).toHaveValue("");
  });

  it("keeps a link to a rule that is gone working", async () => {
    renderApp("/runs?rule=gone");
    await screen.findByRole("option", { name: /not there any more/ });
    expect(screen.getByLabelText("Rule")).toHaveValue("gone");
  });

  it("is sorted by the API, both ways", async () => {
    const asked: (string | null)[] = [];
    answer("get", "/automation/rules/execution-history/", (request) => {
      asked.push(new URL(request.url).searchParams.get("ordering"));
      return page(tasks);
    });
    const { user } = renderApp("/runs");
    await screen.findByRole("table", { name: "Runs" });
    const credits = () => screen.getByRole("columnheader", { name: "Credits" });
    await user.click(within(credits()).getByRole("button"));
    expect(credits()).toHaveAttribute("aria-sort", "ascending");
    await user.click(within(credits()).getByRole("button"));
    expect(credits()).toHaveAttribute("aria-sort", "descending");
    await user.selectOptions(screen.getByLabelText("Sort by"), "Started, descending");
    await waitFor(() => {
      expect(asked).toEqual([null, "credits", "-credits", "-executed_at"]);
    });
  });

  it("says in a sentence what came out", async () => {
    const outputs = {
      cluster: { cluster_ids: ["a", "b"] },
      write: { "…": { bytes: 50_000, lists: { content_ids: 12 } }, content_ids: ["x"] },
      publish: { content_ids: ["x"], publication_ids: ["p"] },
    };
    const result = { outputs, failed_path: null };
    answer("get", "/automation/rules/execution-history/", () =>
      page([{ ...tasks[1], result, metadata: { saved_credits: 50 } }]),
    );
    renderApp("/runs");
    expect(
      await screen.findByText("2 clusters, 12 articles, 1 published, and 50 credits saved."),
    ).toBeVisible();
  });

  it("runs one again from its row, also with the rule as it is now", async () => {
    let asked: unknown;
    answer("get", "/automation/rules/r1/", () => ok({ ...rules[0], version: 5 }));
    answer("post", "/automation/scheduled-tasks/t3/rerun/", async (request) => {
      asked = await request.json();
      return ok({ scheduled_task_id: "t1", task_id: "x", status: "pending" }, 202);
    });
    const { user, path } = renderApp("/runs");
    const row = await screen.findByRole("row", { name: /Failed/ });
    await user.click(within(row).getByRole("button", { name: /^Run again: Keywords/ }));
    expect(await screen.findByText(/with version 5/)).toBeVisible();
    await user.click(screen.getByRole("menuitem", { name: /From the failed step, as the rule is now/ }));
    await screen.findByRole("heading", { name: /^Run of/ });
    expect(asked).toEqual({ from: "failed_step", version: "current" });
    expect(path()).toBe("/runs/t1");
  });

  it("keeps those of which it is not known whether they started, and starts none twice", async () => {
    const keys: (string | null)[] = [];
    answer("post", "/automation/scheduled-tasks/:id/rerun/", (request) => {
      keys.push(request.headers.get("Idempotency-Key"));
      return keys.length === 1
        ? refuse(502, "http_error", "Bad gateway.")
        : ok({ scheduled_task_id: "t9", task_id: "x", status: "pending" }, 202);
    });
    const { user } = renderApp("/runs");
    await screen.findByRole("table", { name: "Runs" });
    await user.click(within(screen.getByRole("row", { name: /Failed/ })).getByRole("checkbox"));
    const bar = screen.getByRole("region", { name: "With what is selected" });
    const again = within(bar).getByRole("button", { name: "Run again" });
    await user.click(again);
    expect(await screen.findByText("It is not known whether it started")).toBeVisible();
    expect(bar).toHaveTextContent("1 selected");
    await user.click(again);
    expect(await screen.findByText("1 run has started.")).toBeVisible();
    expect(keys[1]).toBe(keys[0]);
    expect(bar).not.toBeInTheDocument();
  });

  it("runs several again, and tells which did not start", async () => {
    const asked: unknown[] = [];
    answer("post", "/automation/scheduled-tasks/:id/rerun/", async (request) => {
      asked.push(await request.json());
      return request.url.includes("/t4/")
        ? refuse(409, "conflict", "The rule of this run is deleted.")
        : ok({ scheduled_task_id: "t9", task_id: "x", status: "pending" }, 202);
    });
    const { user } = renderApp("/runs");
    await screen.findByRole("table", { name: "Runs" });
    for (const status of [/Failed/, /Skipped/, /Completed/]) {
      await user.click(within(screen.getByRole("row", { name: status })).getByRole("checkbox"));
    }
    const bar = screen.getByRole("region", { name: "With what is selected" });
    expect(bar).toHaveTextContent("3 selected");
    await user.click(within(bar).getByRole("button", { name: "Run again" }));
    expect(await screen.findByText("2 runs have started.")).toBeVisible();
    expect(await screen.findByText(/Monday.*: The rule of this run is deleted/)).toBeVisible();
    expect(asked.map((one) => (one as { from: string }).from).sort()).toEqual([
      "failed_step",
      "start",
      "start",
    ]);
    expect(screen.queryByRole("region", { name: "With what is selected" })).not.toBeInTheDocument();
  });

  it("carries on all that failed, after asking", async () => {
    let asked: unknown;
    answer("post", "/automation/scheduled-tasks/rerun-failed/", async (request) => {
      asked = await request.json();
      return ok({ started: [{ rerun_of: "t3" }], skipped: [] }, 202);
    });
    const { user } = renderApp("/runs?status=failed&rule=r1");
    await user.click(await screen.findByRole("button", { name: "Run all failed again…" }));
    expect(await screen.findByText(/at most 50/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Run them again" }));
    expect(await screen.findByText("1 run has started.")).toBeVisible();
    expect(asked).toEqual({ limit: 50, version: "original", rule: "r1" });
  });

  it("lets a viewer look and export, but not run again", async () => {
    answer("get", "/me/", () => ok({ ...me, role: "viewer" }));
    renderApp("/runs");
    await screen.findByRole("table", { name: "Runs" });
    expect(screen.getByRole("link", { name: "Export as CSV" })).toBeVisible();
    expect(screen.queryByRole("checkbox")).not.toBeInTheDocument();
    expect(screen.queryByRole("button", { name: /^Run again/ })).not.toBeInTheDocument();
  });

  it("teaches where runs come from when there is none", async () => {
    answer("get", "/automation/rules/execution-history/", () => page([]));
    renderApp("/runs");
    expect(await screen.findByText("Nothing has run yet")).toBeVisible();
  });

  it("turns the pages", async () => {
    const asked: (string | null)[] = [];
    answer("get", "/automation/rules/execution-history/", (request) => {
      asked.push(new URL(request.url).searchParams.get("page"));
      return page(tasks, 120);
    });
    const { user } = renderApp("/runs");
    expect(await screen.findByText("1–50 of 120")).toBeVisible();
    expect(screen.getByRole("button", { name: "Previous" })).toBeDisabled();
    await user.click(screen.getByRole("button", { name: "Next" }));
    expect(asked).toEqual(["1", "2"]);
  });

  it("says what went wrong", async () => {
    offline("get", "/automation/rules/execution-history/");
    const { user } = renderApp("/runs");
    await screen.findByRole("alert");
    answer("get", "/automation/rules/execution-history/", () => page([]));
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("Nothing has run yet")).toBeVisible();
  });
});
