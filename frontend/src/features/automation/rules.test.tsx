import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { ok, page, refuse } from "@/test/fakeApi";
import { estimate, me } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { answer, offline } from "@/test/server";

const RUN = { name: "Run Keywords to published drafts" };

async function askToRun() {
  const app = renderApp("/rules");
  await app.user.click(await screen.findByRole("button", RUN));
  return app;
}

describe("AutomationRulesPage", () => {
  it("lists the rules with status, trigger, last run and count", async () => {
    renderApp("/rules");
    const table = await screen.findByRole("table", { name: "Automation rules" });
    const row = within(table).getByRole("row", { name: /Keywords to published drafts/ });
    expect(row).toHaveTextContent("6 steps");
    expect(row).toHaveTextContent("By hand");
    expect(row).toHaveTextContent("Active");
    expect(row).toHaveTextContent("7 minutes ago");
    expect(row).toHaveTextContent("12 runs");
    const paused = within(table).getByRole("row", { name: /Monday/ });
    expect(paused).toHaveTextContent("Five runs in a row failed");
    expect(paused).toHaveTextContent("never");
    expect(paused).toHaveTextContent(/Mondays at 09:00.*, Berlin/);
  });

  it("teaches what a rule is when there is none", async () => {
    answer("get", "/automation/rules/", () => page([]));
    renderApp("/rules");
    expect(await screen.findByRole("heading", { name: "No rules yet" })).toBeVisible();
    for (const link of screen.getAllByRole("link", { name: "Import keywords" })) {
      expect(link).toHaveAttribute("href", "/keywords");
    }
  });

  it("says what went wrong and loads again on request", async () => {
    offline("get", "/automation/rules/");
    const { user } = renderApp("/rules");
    expect(await screen.findByRole("alert")).toHaveTextContent("cannot be reached");
    answer("get", "/automation/rules/", () => page([]));
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("No rules yet")).toBeVisible();
  });

  it("shows the price and the balance before anything runs", async () => {
    await askToRun();
    expect(await screen.findByText("385–516 credits")).toBeVisible();
    expect(screen.getByText("expected: about 430")).toBeVisible();
    expect(await screen.findByText("You have 99,615 credits")).toBeVisible();
    expect(screen.getByText("Publish to WordPress")).toBeVisible();
  });

  it("starts the rule once confirmed, with an idempotency key, and shows the run", async () => {
    const keys: (string | null)[] = [];
    answer("post", "/automation/rules/r1/execute/", (request) => {
      keys.push(request.headers.get("Idempotency-Key"));
      return ok({ scheduled_task_id: "t1", task_id: "x", status: "pending" }, 202);
    });
    const { user, path } = await askToRun();
    await user.click(await screen.findByRole("button", { name: "Run now" }));
    expect(
      await screen.findByText("Run of Keywords to published drafts", { selector: "h1" }),
    ).toBeVisible();
    expect(path()).toBe("/runs/t1");
    expect(keys).toHaveLength(1);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    await user.click(screen.getByRole("link", { name: "Rules" }));
    const watch = await screen.findByRole("link", {
      name: "Watch the run of Keywords to published drafts",
    });
    expect(watch).toHaveAttribute("href", "/runs/t1");
  });

  it("explains a refusal for lack of credits, and asks with the same key again", async () => {
    const keys: (string | null)[] = [];
    answer("post", "/automation/rules/r1/execute/", (request) => {
      keys.push(request.headers.get("Idempotency-Key"));
      return refuse(402, "insufficient_credits", "385 are needed, 20 are there.");
    });
    const { user } = await askToRun();
    await user.click(await screen.findByRole("button", { name: "Run now" }));
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("385 are needed, 20 are there.");
    expect(alert).toHaveTextContent("Ask your account's owner");
    await user.click(screen.getByRole("button", { name: "Run now" }));
    await screen.findByRole("alert");
    expect(new Set(keys).size).toBe(1);
  });

  it("does not offer a run whose least price is more than there is", async () => {
    answer("get", "/credits/balance/", () => ok({ available: 100, reserved: 0 }));
    await askToRun();
    expect(await screen.findByText(/285 are missing/)).toBeVisible();
    expect(screen.getByRole("button", { name: "Run now" })).toBeDisabled();
  });

  it("does not offer a run that a budget does not allow, and says which", async () => {
    const covers = {
      ...estimate.covers,
      low: false,
      message: "The budget of this day has 3 credits left.",
    };
    answer("get", "/automation/rules/r1/estimate/", () => ok({ ...estimate, covers }));
    await askToRun();
    expect(await screen.findByText("The budget of this day has 3 credits left.")).toBeVisible();
    expect(screen.getByRole("button", { name: "Run now" })).toBeDisabled();
  });

  it("warns when the price may outgrow the balance", async () => {
    answer("get", "/credits/balance/", () => ok({ available: 400, reserved: 0 }));
    await askToRun();
    expect(await screen.findByText(/may cost more than you have/)).toBeVisible();
    expect(screen.getByRole("button", { name: "Run now" })).toBeEnabled();
  });

  it("lets a rule run without an estimate", async () => {
    answer("get", "/automation/rules/r1/estimate/", () => refuse(503, "unavailable", "No."));
    await askToRun();
    expect(await screen.findByText(/No estimate could be made/)).toBeVisible();
    expect(screen.getByRole("button", { name: "Run now" })).toBeEnabled();
  });

  it("says when nothing is waiting for the rule", async () => {
    const none = { low: 0, expected: 0, high: 0 };
    answer("get", "/automation/rules/r1/estimate/", () =>
      ok({ ...estimate, items: 0, credits: none, per_action: [] }),
    );
    await askToRun();
    expect(await screen.findByText(/would cost nothing/)).toBeVisible();
  });

  it("tells that a paused rule runs by hand, and closes on cancel", async () => {
    const { user } = renderApp("/rules");
    await user.click(await screen.findByRole("button", { name: /Run Monday/ }));
    expect(await screen.findByText(/This rule is not active/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Cancel" }));
    expect(screen.queryByText(/This rule is not active/)).not.toBeInTheDocument();
  });

  it("offers no run to a viewer", async () => {
    answer("get", "/me/", () => ok({ ...me, role: "viewer" }));
    renderApp("/rules");
    const buttons = await screen.findAllByRole("button", { name: "Run" });
    expect(buttons[0]).toHaveAttribute("aria-disabled", "true");
  });
});
