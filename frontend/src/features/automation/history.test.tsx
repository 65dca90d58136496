import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { page } from "@/test/fakeApi";
import { tasks } from "@/test/fixtures";
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
    expect(await screen.findByText("No run has this status.")).toBeVisible();
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
