import { fireEvent, screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { ok, page } from "@/test/fakeApi";
import { articles } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { answer, offline } from "@/test/server";

describe("articles", () => {
  it("lists title, status, score, words and the link to the published page", async () => {
    renderApp("/articles");
    const table = await screen.findByRole("table", { name: "Articles" });
    const row = within(table).getByRole("row", { name: /How to scan documents/ });
    expect(row).toHaveTextContent("Published");
    expect(row).toHaveTextContent("Needs writing");
    expect(row).toHaveTextContent("1,240");
    expect(within(row).getByRole("img", { name: "Score 84 of 100, good" })).toBeVisible();
    expect(within(row).getByRole("link", { name: /where it is published/ })).toHaveAttribute(
      "href",
      "/preview/s1/scan-documents-with-phone/",
    );
  });

  it("links nowhere for an address that is no web address", async () => {
    answer("get", "/content/", () => page([{ ...articles[0], published_url: "javascript:alert(1)" }]));
    renderApp("/articles");
    await screen.findByRole("table", { name: "Articles" });
    expect(screen.queryByRole("link", { name: /where it is published/ })).not.toBeInTheDocument();
  });

  it("searches, and says when nothing matches", async () => {
    const { user } = renderApp("/articles");
    await screen.findByRole("table", { name: "Articles" });
    await user.type(screen.getByRole("searchbox"), "zebra");
    expect(await screen.findByText("No article matches “zebra”.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Clear the search" }));
    expect(await screen.findByText("Receipts in order")).toBeVisible();
  });

  it("says where articles come from when there is none", async () => {
    answer("get", "/content/", () => page([]));
    renderApp("/articles");
    expect(await screen.findByText("No articles yet")).toBeVisible();
  });

  it("says what went wrong", async () => {
    offline("get", "/content/");
    renderApp("/articles");
    expect(await screen.findByRole("alert")).toHaveTextContent("cannot be reached");
  });
});

describe("an article", () => {
  it("shows its text in a frame in which no script can run", async () => {
    renderApp("/articles/k1");
    const frame = await screen.findByTitle("Text of the article");
    expect(frame.getAttribute("sandbox")).not.toContain("allow-scripts");
    expect(frame.getAttribute("srcdoc")).toContain("What you need before you scan");
    fireEvent.load(frame);
    expect(frame).toBeVisible();
  });

  it("shows the score with its findings, worst first, and the search snippet", async () => {
    renderApp("/articles/k1");
    expect(await screen.findByText("Score 84 of 100")).toBeVisible();
    const groups = screen.getAllByText(/1 problem|1 to improve|3 checks passed/);
    expect(groups.map((group) => group.textContent)).toEqual([
      "1 problem",
      "1 to improve",
      "3 checks passed",
    ]);
    expect(screen.getByText("How to scan documents with your phone")).toBeVisible();
    expect(await screen.findByAltText("Title card: scan documents with your phone")).toBeVisible();
    expect(screen.getByText(/made without an AI provider/)).toBeVisible();
  });

  it("says when there is no score, no finding and no text yet", async () => {
    const bare = { ...articles[3], html: "", needs_writing: false, meta_title: "" };
    answer("get", "/content/k4/", () => ok({ ...bare, seo_findings: [] }));
    renderApp("/articles/k4");
    expect(await screen.findByText("Not scored yet")).toBeVisible();
    expect(screen.getByText("No findings are recorded for this article.")).toBeVisible();
    expect(screen.getByText("This article has no text yet.")).toBeVisible();
  });

  it("says that there is no such article", async () => {
    renderApp("/articles/nowhere");
    expect(await screen.findByRole("alert")).toHaveTextContent("There is nothing with this id");
  });
});
