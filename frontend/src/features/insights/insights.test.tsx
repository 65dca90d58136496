import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";

import { ok, refuse } from "@/test/fakeApi";
import { stats } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { answer } from "@/test/server";

import { creditsByRule, durationByAction, runsOverTime } from "./pictures";
import { sorted } from "./Tables";

describe("insights", () => {
  it("tell how the rules do, in short, in pictures and in tables", async () => {
    renderApp("/insights");
    const numbers = await screen.findByRole("region", { name: "In short" });
    expect(numbers).toHaveTextContent("Succeeded90%2 failed");
    expect(numbers).toHaveTextContent("Usual duration42 s95 of 100 end within 2 min 10 s");
    expect(numbers).toHaveTextContent("239 a completed run");
    expect(screen.getByRole("img", { name: /18 completed, 2 failed, 1 skipped/ })).toBeInTheDocument();
    expect(screen.getByRole("table", { name: "By rule" })).toHaveTextContent("94.1%");
    expect(screen.getByRole("table", { name: "By action" })).toHaveTextContent("Generate Content");
    const { violations } = await axe.run(screen.getByRole("main"), {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
  });

  it("lead to the newest run of an error and of a skip", async () => {
    renderApp("/insights");
    const errors = await screen.findByRole("region", { name: "What went wrong" });
    expect(errors).toHaveTextContent("2 times");
    expect(within(errors).getByRole("link", { name: "Newest run with provider_error" })).toHaveAttribute(
      "href",
      "/runs/t3",
    );
    const skips = screen.getByRole("region", { name: "Why runs were skipped" });
    expect(skips).toHaveTextContent("did not begin");
  });

  it("ask for the time and the rule that stand in the address", async () => {
    const asked: string[] = [];
    answer("get", "/automation/stats/", ({ url }) => {
      asked.push(new URL(url).search);
      return ok(stats);
    });
    const { user, router } = renderApp("/insights?days=1");
    await screen.findByRole("region", { name: "In short" });
    expect(asked[0]).toContain("days=1&bucket=hour");
    await user.click(screen.getByText("90 days"));
    await user.selectOptions(
      await screen.findByRole("combobox", { name: "Rule" }),
      "Keywords to published drafts",
    );
    await waitFor(() => {
      expect(asked.at(-1)).toContain("rule=r1");
    });
    expect(asked.at(-1)).toContain("days=90&bucket=week");
    expect(router.state.location.search).toBe("?days=90&rule=r1");
  });

  it("sort a table by a column", async () => {
    const { user } = renderApp("/insights");
    const table = await screen.findByRole("table", { name: "By rule" });
    const first = () => within(table).getAllByRole("row")[1];
    expect(first()).toHaveTextContent("Keywords to published drafts");
    await user.click(within(table).getByRole("button", { name: "Credits" }));
    expect(first()).toHaveTextContent("Quality gate");
  });

  it("say that nothing has run, and what went wrong", async () => {
    answer("get", "/automation/stats/", () =>
      ok({ ...stats, runs: { ...stats.runs, total: 0 }, errors: [], skips: [] }),
    );
    renderApp("/insights");
    expect(await screen.findByText("Nothing has run in this time")).toBeVisible();
  });

  it("say what went wrong", async () => {
    answer("get", "/automation/stats/", () => refuse(400, "validation_error", "No such rule."));
    renderApp("/insights?rule=gone");
    expect(await screen.findByRole("alert")).toHaveTextContent("No such rule.");
  });
});

describe("the rows of pictures", () => {
  it("name the hour where the buckets are hours", () => {
    expect(runsOverTime({ ...stats, bucket: "hour" })[0]?.axis).toMatch(/\d{1,2}:00|\d{2}:00|12:00/);
    expect(runsOverTime(stats)[0]?.axis).toBe("Jan 10");
  });

  it("keep rules of one name apart, and long names short", () => {
    const [rule] = stats.per_rule;
    const long = { ...rule!, name: "A rule whose name is longer than the axis" };
    expect(creditsByRule([long, { ...long, rule: "x" }, { ...long, credits: 0 }])).toEqual([
      { axis: "A rule whose name is lo…", credits: 4000 },
      { axis: "A rule whose name is lo… (2)", credits: 4000 },
    ]);
  });

  it("leave out actions that nothing is known of", () => {
    const [action] = stats.per_action;
    const untimed = { ...action!, duration_seconds: { p50: null, p95: null } };
    expect(durationByAction([untimed, action!])).toHaveLength(1);
  });

  it("are sorted with what is not known at the end, either way", () => {
    const names = (sort: string) => sorted(stats.per_rule, sort).map(({ rule }) => rule);
    expect(names("success")).toEqual(["r1", "r2"]);
    expect(names("-success")).toEqual(["r1", "r2"]);
    expect(names("name")).toEqual(["r1", "r2"]);
    expect(names("-times")).toEqual(["r1", "r2"]);
    expect(names("times")).toEqual(["r2", "r1"]);
    expect(names("colour")).toEqual(["r1", "r2"]);
  });
});
