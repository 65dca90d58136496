import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { ok, page } from "@/test/fakeApi";
import { me, writingTasks } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { answer } from "@/test/server";

import { readBrief } from "./brief";

function noteChange(id: string, part: object) {
  const sent: unknown[] = [];
  answer("patch", `/writing-tasks/${id}/`, async (request) => {
    sent.push(await request.json());
    return ok({ ...writingTasks.find((task) => task.id === id), ...part });
  });
  return sent;
}

describe("writing tasks", () => {
  it("lists what is to be written and leads to what was", async () => {
    renderApp("/writing-tasks");
    const table = await screen.findByRole("table", { name: "Writing tasks" });
    expect(within(table).getByRole("row", { name: /Scan receipts/ })).toHaveTextContent("Waiting");
    expect(within(table).getByRole("link", { name: "Open the article “Scan a book”" })).toHaveAttribute(
      "href",
      "/articles/k1",
    );
  });

  it("says what to do when there is none", async () => {
    answer("get", "/writing-tasks/", () => page([]));
    const { user } = renderApp("/writing-tasks");
    expect(await screen.findByText("No writing tasks yet")).toBeVisible();
    await user.selectOptions(screen.getByRole("combobox", { name: "Status" }), "cancelled");
    expect(await screen.findByText("No task is like that")).toBeVisible();
    await user.type(screen.getByRole("searchbox"), "zebra");
    expect(await screen.findByText("No task matches “zebra”.")).toBeVisible();
  });

  it("shows the locked brief, and writes what matters first", async () => {
    const sent = noteChange("wt1", { demand: 900 });
    const { user, router } = renderApp("/writing-tasks");
    await user.click(await screen.findByRole("button", { name: "Scan receipts" }));
    const drawer = await screen.findByRole("dialog", { name: "Scan receipts" });
    expect(drawer).toHaveTextContent("The brief is locked");
    expect(within(drawer).getByText("Is a photo enough?")).toBeVisible();
    expect(router.state.location.search).toBe("?task=wt1&page=1");
    const priority = within(drawer).getByRole("textbox", { name: "Priority" });
    await user.clear(priority);
    await user.type(priority, "900");
    await user.click(within(drawer).getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Priority saved")).toBeVisible();
    expect(sent).toEqual([{ demand: 900 }]);
  });

  it("puts a task aside and takes it up again", async () => {
    const aside = noteChange("wt1", { status: "cancelled" });
    const { user } = renderApp("/writing-tasks?task=wt1");
    await user.click(await screen.findByRole("button", { name: "Do not write it" }));
    expect(await screen.findByText("This will not be written.")).toBeVisible();
    expect(aside).toEqual([{ status: "cancelled" }]);
  });

  it("has a cancelled task written after all", async () => {
    const again = noteChange("wt3", { status: "waiting" });
    const { user } = renderApp("/writing-tasks?task=wt3");
    await user.click(await screen.findByRole("button", { name: "Have it written again" }));
    expect(await screen.findByText("It waits to be written.")).toBeVisible();
    expect(again).toEqual([{ status: "waiting" }]);
  });

  it("says how to have a written one written anew", async () => {
    renderApp("/writing-tasks?task=wt2");
    const drawer = await screen.findByRole("dialog", { name: "Scan a book" });
    expect(drawer).toHaveTextContent("delete its article first");
    expect(within(drawer).queryByRole("button", { name: "Have it written again" })).toBeNull();
  });

  it("deletes a task after a question", async () => {
    const { user, router } = renderApp("/writing-tasks?task=wt1");
    const drawer = await screen.findByRole("dialog", { name: "Scan receipts" });
    await user.click(await within(drawer).findByRole("button", { name: "Delete" }));
    const question = await screen.findByRole("dialog", { name: "Delete this task?" });
    await user.click(within(question).getByRole("button", { name: "Delete" }));
    expect(await screen.findByText("“Scan receipts” deleted")).toBeVisible();
    await waitFor(() => {
      expect(router.state.location.search).toBe("?page=1");
    });
  });

  it("leaves viewers to read", async () => {
    answer("get", "/me/", () => ok({ ...me, role: "viewer" }));
    renderApp("/writing-tasks?task=wt1");
    const drawer = await screen.findByRole("dialog", { name: "Scan receipts" });
    await within(drawer).findByText("What you need");
    expect(within(drawer).queryByRole("button", { name: "Delete" })).not.toBeInTheDocument();
  });
});

describe("a brief", () => {
  it("is read without trusting that all of it is there", () => {
    expect(readBrief({})).toBeNull();
    const odd = readBrief({
      h1: 3,
      outline: [null, { level: 9, heading: "A" }],
      faq: "x",
      entities: [1, "b"],
    });
    expect(odd).toMatchObject({
      h1: "",
      words: null,
      outline: [{ level: 2, heading: "A", notes: "" }],
      faq: [],
      entities: ["b"],
    });
  });
});
