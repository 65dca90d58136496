import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";

import { ok } from "@/test/fakeApi";
import { hits } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { answer, offline } from "@/test/server";

import { groupsOf } from "./hits";

async function openSearch() {
  const app = renderApp("/runs");
  await screen.findByRole("heading", { name: "Runs", level: 1 });
  fireEvent.keyDown(document.documentElement, { key: "k", code: "KeyK", ctrlKey: true });
  const box = await screen.findByRole("combobox", { name: "Search" });
  return { ...app, box };
}

describe("the search", () => {
  it("opens with Ctrl-K, offers the pages and goes there by keyboard", async () => {
    const { user, box, path } = await openSearch();
    expect(await screen.findByRole("option", { name: "Keywords" })).toBeVisible();
    await user.type(box, "insi");
    await waitFor(() => {
      expect(screen.getAllByRole("option")[0]).toHaveTextContent("Insights");
    });
    await user.keyboard("{Enter}");
    await waitFor(() => {
      expect(path()).toBe("/insights");
    });
  });

  it("finds what the account has, by kind, and tells screen readers which is chosen", async () => {
    const { user, box, path } = await openSearch();
    await user.type(box, "keywords");
    const rules = await screen.findByRole("group", { name: "Rules" });
    expect(within(rules).getByRole("option")).toHaveTextContent("Active · schedule");
    expect(screen.getByText("4 results")).toBeInTheDocument();
    const { violations } = await axe.run(screen.getByRole("dialog"), {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
    await user.keyboard("{ArrowDown}{ArrowDown}");
    await waitFor(() => {
      const chosen = screen.getByRole("option", { name: /How to scan keywords/ });
      expect(box).toHaveAttribute("aria-activedescendant", chosen.id);
      expect(chosen).toHaveAttribute("aria-selected", "true");
    });
    await user.keyboard("{Enter}");
    await waitFor(() => {
      expect(path()).toBe("/articles/k1");
    });
    await waitFor(() => {
      expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    });
  });

  it("says that nothing was found, and that the search did not answer", async () => {
    answer("get", "/search/", () => ok([]));
    const { user, box } = await openSearch();
    await user.type(box, "zzzz");
    expect(await screen.findByText("Nothing has these words.")).toBeVisible();
    offline("get", "/search/");
    await user.clear(box);
    await user.type(box, "yyyy");
    expect(await screen.findByText(/The search did not answer/)).toBeVisible();
  });
});

describe("the hits", () => {
  it("lead to where each kind is looked at", () => {
    const kinds = [
      "rule",
      "run",
      "keyword",
      "cluster",
      "idea",
      "writing_task",
      "content",
      "page",
    ] as const;
    const [one] = hits;
    const groups = groupsOf(kinds.map((kind) => ({ ...one!, kind, id: "x", title: "a b" })));
    expect(groups.flatMap(({ options }) => options.map(({ to }) => to))).toEqual([
      "/rules?rule=x",
      "/runs/x",
      "/keywords?search=a%20b",
      "/clusters/x",
      "/ideas?idea=x",
      "/writing-tasks?task=x",
      "/articles/x",
      "/structure?page=x",
    ]);
  });
});
