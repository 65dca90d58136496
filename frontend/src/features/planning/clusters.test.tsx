import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";

import { ok, page, refuse } from "@/test/fakeApi";
import { clusters, ideas } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { answer } from "@/test/server";

function noteMerge(into: string) {
  const asked: unknown[] = [];
  answer("post", `/clusters/${into}/merge/`, async (request) => {
    asked.push(await request.json());
    return ok(clusters.find(({ id }) => id === into));
  });
  return asked;
}

describe("clusters", () => {
  it("lists them with what their numbers count, under a picture of their sizes", async () => {
    renderApp("/clusters");
    const table = await screen.findByRole("table", { name: "Clusters" });
    expect(within(table).getByRole("row", { name: /Scan documents/ })).toHaveTextContent(
      "20,200 searches",
    );
    expect(within(table).getByRole("row", { name: /Scan to PDF/ })).toHaveTextContent(
      "6,600 impressions",
    );
    const mixed = within(table).getByRole("row", { name: /Scanner apps/ });
    expect(mixed).toHaveTextContent("1,400 mixed");
    expect(mixed).toHaveTextContent("31");
    expect(await screen.findByRole("heading", { name: "What your keywords are about" })).toBeVisible();
    expect(screen.getByText(/A picture of 3 clusters/)).toBeInTheDocument();
  });

  it("says what to do when there is none, and when none is like that", async () => {
    answer("get", "/clusters/", () => page([]));
    const { user } = renderApp("/clusters");
    expect(await screen.findByText("No clusters yet")).toBeVisible();
    await user.selectOptions(screen.getByRole("combobox", { name: "Status" }), "planned");
    expect(await screen.findByText("No cluster is like that")).toBeVisible();
    await user.type(screen.getByRole("searchbox"), "zebra");
    expect(await screen.findByText("No cluster matches “zebra”.")).toBeVisible();
  });

  it("merges several into the one that is chosen, by default the largest", async () => {
    const asked = noteMerge("c1");
    const { user } = renderApp("/clusters");
    await user.click(await screen.findByRole("checkbox", { name: "Select Scan to PDF" }));
    expect(screen.getByText("Choose a second one to merge them.")).toBeVisible();
    await user.click(screen.getByRole("checkbox", { name: "Select Scan documents" }));
    await user.click(screen.getByRole("button", { name: "Merge into one" }));
    const dialog = await screen.findByRole("dialog", { name: "Merge clusters" });
    expect(within(dialog).getByRole("radio", { name: "Scan documents" })).toBeChecked();
    await user.click(within(dialog).getByRole("button", { name: "Merge 2 clusters" }));
    expect(await screen.findByText("Merged into “Scan documents”")).toBeVisible();
    expect(asked).toEqual([{ ids: ["c2"] }]);
  });

  it("has nothing that axe objects to", async () => {
    renderApp("/clusters");
    await screen.findByRole("heading", { name: "What your keywords are about" });
    const { violations } = await axe.run(document.body, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
  });
});

describe("a cluster", () => {
  it("shows its keywords and what was made of it", async () => {
    renderApp("/clusters/c1");
    expect(await screen.findByRole("heading", { name: "Scan documents", level: 1 })).toBeVisible();
    const table = await screen.findByRole("table", { name: "Keywords" });
    expect(within(table).getAllByRole("row")).toHaveLength(3);
    expect(within(table).queryByRole("columnheader", { name: "Cluster" })).not.toBeInTheDocument();
    expect(await screen.findByRole("link", { name: ideas[0]!.title })).toHaveAttribute(
      "href",
      "/ideas?idea=i1",
    );
  });

  it("says when there is no such cluster", async () => {
    renderApp("/clusters/none");
    expect(await screen.findByRole("alert")).toHaveTextContent("There is nothing with this id.");
  });

  it("gets another name and intent", async () => {
    let sent: unknown;
    answer("patch", "/clusters/c1/", async (request) => {
      sent = await request.json();
      return ok({ ...clusters[0], name: "Scanning" });
    });
    const { user } = renderApp("/clusters/c1");
    await user.click(await screen.findByRole("button", { name: "Edit" }));
    const dialog = await screen.findByRole("dialog", { name: "Edit" });
    const name = within(dialog).getByRole("textbox", { name: "Cluster" });
    await user.clear(name);
    expect(within(dialog).getByText("A cluster needs a name.")).toBeVisible();
    await user.type(name, "Scanning");
    await user.selectOptions(within(dialog).getByRole("combobox", { name: "Intent" }), "commercial");
    await user.click(within(dialog).getByRole("button", { name: "Save" }));
    await waitFor(() => {
      expect(sent).toEqual({ name: "Scanning", intent: "commercial" });
    });
  });

  it("is merged with another that is looked for by name, and its page gives way", async () => {
    const asked = noteMerge("c3");
    const { user, path } = renderApp("/clusters/c1");
    await user.click(await screen.findByRole("button", { name: "Merge…" }));
    const dialog = await screen.findByRole("dialog", { name: "Merge clusters" });
    await user.click(within(dialog).getByRole("combobox", { name: "Merge “Scan documents” with" }));
    await user.click(await screen.findByRole("option", { name: /Scanner apps/ }));
    await user.click(await screen.findByRole("radio", { name: "Scanner apps" }));
    await user.click(screen.getByRole("button", { name: "Merge 2 clusters" }));
    await waitFor(() => {
      expect(path()).toBe("/clusters/c3");
    });
    expect(asked).toEqual([{ ids: ["c1"] }]);
  });

  it("is deleted after a question, or says why not", async () => {
    answer("delete", "/clusters/c1/", () => refuse(409, "conflict", "A run works on it."));
    const { user, path } = renderApp("/clusters/c1");
    await user.click(await screen.findByRole("button", { name: "Delete" }));
    const question = await screen.findByRole("dialog", { name: "Delete “Scan documents”?" });
    await user.click(within(question).getByRole("button", { name: "Delete" }));
    expect(await screen.findByText("A run works on it.")).toBeVisible();
    answer("delete", "/clusters/c1/", () => ok(null));
    await user.click(within(question).getByRole("button", { name: "Delete" }));
    await waitFor(() => {
      expect(path()).toBe("/clusters");
    });
  });
});
