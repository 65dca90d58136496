import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";

import { ok, page, refuse } from "@/test/fakeApi";
import { budgets, forecast, me, spending } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { answer, offline } from "@/test/server";

import { levelOf } from "./BudgetMeter";
import { leftByDay } from "./ForecastSection";
import { filtersOf } from "./ledgerFilters";
import { stepNumber } from "./LedgerSection";
import { rowsOf, seriesOf } from "./spendingRows";

async function openPage(query = "") {
  const app = renderApp(`/credits${query}`);
  await screen.findByRole("heading", { name: "Credits", level: 1 });
  return app;
}

describe("the credits page", () => {
  it("says what there is, what is planned and how long it lasts", async () => {
    await openPage();
    const numbers = await screen.findByRole("region", { name: "Credits in short" });
    await waitFor(() => {
      expect(numbers).toHaveTextContent("Available99,615");
      expect(numbers).toHaveTextContent("Planned for 30 days9002 scheduled runs");
      expect(numbers).toHaveTextContent("Lasts untillonger than 30 days");
    });
    const planned = await screen.findByRole("table", { name: "Planned by rule" });
    expect(planned).toHaveTextContent("Quality gate");
    expect(planned).toHaveTextContent("not known yet");
    expect(screen.getByText(/it may be more/)).toBeVisible();
    const { violations } = await axe.run(screen.getByRole("main"), {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
  });

  it("shows the spending as a picture and as a table", async () => {
    const { user } = await openPage();
    const figure = await screen.findByRole("region", { name: "Spending by day" });
    expect(within(figure).getByRole("img")).toHaveAccessibleName(/325 in all/);
    await user.click(within(figure).getByText("Table"));
    const rows = within(figure).getAllByRole("row");
    expect(rows).toHaveLength(3);
    expect(rows[2]).toHaveTextContent("Jan 11");
    expect(screen.getByText("325 credits in all")).toBeVisible();
    expect(screen.getByRole("table", { name: "Spending by action" })).toHaveTextContent("76.9%");
  });

  it("changes a budget, sets one and takes one away", async () => {
    const sent: unknown[] = [];
    answer("patch", "/credits/budgets/b1/", async (request) => {
      sent.push(await request.json());
      return ok(budgets[0]);
    });
    answer("post", "/credits/budgets/", async (request) => {
      sent.push(await request.json());
      return ok(budgets[0], 201);
    });
    answer("delete", "/credits/budgets/b1/", () => {
      sent.push("removed");
      return ok(null);
    });
    const { user } = await openPage();
    await user.click(await screen.findByRole("button", { name: "Change the limit: A day" }));
    const limit = screen.getByLabelText("Credits, A day");
    await user.clear(limit);
    await user.click(screen.getAllByRole("button", { name: "Save" })[0]!);
    expect(screen.getByText("Enter a whole number of credits.")).toBeVisible();
    await user.type(limit, "2000");
    await user.click(screen.getAllByRole("button", { name: "Save" })[0]!);
    await waitFor(() => {
      expect(screen.queryByLabelText("Credits, A day")).not.toBeInTheDocument();
    });
    await user.click(screen.getByRole("button", { name: "Set a limit: A month" }));
    await user.type(screen.getByLabelText("Credits, A month"), "9000");
    await user.click(screen.getAllByRole("button", { name: "Save" })[0]!);
    await user.click(await screen.findByRole("button", { name: "Change the limit: A day" }));
    await user.click(screen.getByRole("button", { name: "No limit" }));
    await waitFor(() => {
      expect(sent).toEqual([{ limit: 2000 }, { period: "month", limit: 9000 }, "removed"]);
    });
  });

  it("says why a budget was not saved", async () => {
    answer("patch", "/credits/budgets/b1/", () => refuse(400, "validation_error", "Too much."));
    const { user } = await openPage();
    await user.click(await screen.findByRole("button", { name: "Change the limit: A day" }));
    await user.click(screen.getAllByRole("button", { name: "Save" })[0]!);
    expect(await screen.findByText("Too much.")).toBeInTheDocument();
  });

  it("offers an editor no budgets to change", async () => {
    answer("get", "/me/", () => ok({ ...me, role: "editor" }));
    await openPage();
    expect(await screen.findByText("760 of 1,000 used")).toBeVisible();
    expect(screen.queryByRole("button", { name: /limit/ })).not.toBeInTheDocument();
  });

  it("remembers from where on credits are low", async () => {
    let sent: unknown;
    answer("patch", "/credits/settings/", async (request) => {
      sent = await request.json();
      return ok({ low_below: 700, low_threshold: 700, is_low: true });
    });
    const { user } = await openPage();
    await user.type(await screen.findByLabelText("Below how many credits"), "700");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("You are told below 700 credits.")).toBeInTheDocument();
    expect(sent).toEqual({ low_below: 700 });
  });

  it("filters the movements, in the address too", async () => {
    const { user, router } = await openPage();
    const table = await screen.findByRole("table", { name: "Every movement" });
    expect(table).toHaveTextContent("Step 2.4.1");
    expect(table).toHaveTextContent("+100,000");
    await user.selectOptions(screen.getByLabelText("Kind"), "Added");
    await waitFor(() => {
      expect(screen.getByRole("table", { name: "Every movement" })).not.toHaveTextContent("Step 2");
    });
    expect(router.state.location.search).toBe("?kind=grant");
    await user.selectOptions(screen.getByLabelText("Kind"), "Given back");
    await user.click(await screen.findByRole("button", { name: "Clear the filters" }));
    expect(router.state.location.search).toBe("");
  });

  it("says that nothing was spent, and what went wrong", async () => {
    answer("get", "/credits/spending/", () => ok({ ...spending, total: 0, actions: [] }));
    answer("get", "/credits/ledger/", () => page([]));
    answer("get", "/credits/forecast/", () => ok({ ...forecast, rules: [], lasts_until: "2026-02-01" }));
    offline("get", "/credits/budgets/");
    await openPage();
    expect(await screen.findByText("Nothing was spent in these days.")).toBeVisible();
    expect(await screen.findByText("Nothing has moved yet.")).toBeVisible();
    expect(await screen.findByText(/No active rule has a schedule/)).toBeVisible();
    expect(await screen.findByRole("alert")).toHaveTextContent("cannot be reached");
  });
});

describe("the numbers of the credits page", () => {
  it("know which levels of a budget are reached", () => {
    const budget = budgets[0]!;
    expect(levelOf(budget)).toBe(75);
    expect(levelOf({ ...budget, used: 0, reserved: 0 })).toBeNull();
    expect(levelOf({ ...budget, used: 950 })).toBe(100);
    expect(levelOf({ ...budget, limit: 0, used: 0, reserved: 0 })).toBe(100);
  });

  it("dwindle day by day, never below nothing", () => {
    const days = [...forecast.days, { date: "2026-01-14", runs: 1, credits: 450 }];
    expect(leftByDay({ ...forecast, days }).map(({ left }) => left)).toEqual([550, 100, 0]);
  });

  it("keep what no action is known for as the rest", () => {
    const days = [{ date: "2026-01-10", credits: 90, actions: { generate_ideas: 75 } }];
    const series = seriesOf(spending);
    expect(series.map(({ name }) => name)).toEqual(["generate_content", "generate_ideas"]);
    expect(rowsOf({ ...spending, days }, series)).toEqual([
      { axis: "Jan 10", generate_content: 0, generate_ideas: 75, other: 15 },
    ]);
  });

  it("gather all but the dearest actions", () => {
    const actions = Array.from({ length: 8 }, (_, index) => ({
      type: `a${String(index)}`,
      name: `A ${String(index)}`,
      credits: 1,
      items: 1,
    }));
    expect(seriesOf({ ...spending, actions }).map(({ label }) => label)).toEqual([
      "A 0",
      "A 1",
      "A 2",
      "A 3",
      "A 4",
      "A 5",
      "Other",
    ]);
  });

  it("read the filters of the address, and nothing else", () => {
    const filters = filtersOf(
      new URLSearchParams("kind=settle&since=2026-01-10&until=soon&page=x&rule="),
    );
    expect(filters.kind).toBe("settle");
    expect(filters.since).toBe(new Date("2026-01-10T00:00:00").toISOString());
    expect(filters.until).toBeUndefined();
    expect(filters.page).toBe(1);
    expect(filtersOf(new URLSearchParams("kind=other&page=3"))).toEqual({ page: 3 });
  });

  it("number a step by the way to it", () => {
    expect(stepNumber("actions/1/items/3/actions/0")).toBe("2.4.1");
    expect(stepNumber("")).toBe("");
  });
});
