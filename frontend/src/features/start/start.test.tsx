import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";

import { ok } from "@/test/fakeApi";
import { onboarding } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { answer, offline } from "@/test/server";

const finished = {
  steps: onboarding.steps.map(({ key }) => ({ key, done: true })),
  done: 7,
  total: 7,
  next: null,
};

describe("the first steps", () => {
  it("show what is done, what is next, and the way there", async () => {
    renderApp("/start");
    const steps = await screen.findByRole("list", { name: "Steps" });
    const rows = within(steps).getAllByRole("listitem");
    expect(rows).toHaveLength(7);
    expect(rows[0]).toHaveTextContent("Done");
    expect(rows[1]).toHaveTextContent("Next");
    expect(within(rows[1]!).getByRole("link", { name: "Import keywords" })).toHaveAttribute(
      "href",
      "/keywords",
    );
    expect(screen.getByText("1 of 7 done")).toBeVisible();
    const { violations } = await axe.run(screen.getByRole("main"), {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
  });

  it("say when all is done", async () => {
    answer("get", "/account/onboarding/", () => ok(finished));
    renderApp("/start");
    expect(await screen.findByText("You have published your first article")).toBeVisible();
  });

  it("say what went wrong", async () => {
    offline("get", "/account/onboarding/");
    renderApp("/start");
    expect(await screen.findByRole("alert")).toHaveTextContent("cannot be reached");
  });

  it("lead on from the rules, until somebody hides them", async () => {
    const { user } = renderApp("/rules");
    const card = await screen.findByRole("region", { name: "First steps" });
    expect(card).toHaveTextContent("Next: Import keywords");
    await user.click(within(card).getByRole("button", { name: "Hide the first steps" }));
    expect(screen.queryByRole("region", { name: "First steps" })).not.toBeInTheDocument();
    expect(localStorage.getItem("igny8-start-hidden-a1")).toBe("true");
  });

  it("do not stand above the rules any more when all is done", async () => {
    answer("get", "/account/onboarding/", () => ok(finished));
    renderApp("/rules");
    await screen.findAllByText("Keywords to published drafts");
    await waitFor(() => {
      expect(screen.queryByRole("region", { name: "First steps" })).not.toBeInTheDocument();
    });
  });
});
