import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";

import { ok, page, refuse } from "@/test/fakeApi";
import { approvals, me } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { answer, offline } from "@/test/server";

import { decisionBody, itemsOf, mayDecide } from "./items";

const card = async (title: string) => screen.findByRole("region", { name: title });

function noteDecisions(path = "p1") {
  const asked: unknown[] = [];
  answer("post", `/automation/approvals/${path}/decide/`, async (request) => {
    asked.push(await request.json());
    return ok({ ...approvals[0], status: "approved" });
  });
  return asked;
}

describe("the approvals inbox", () => {
  it("shows what waits, then what was decided, and counts in the navigation", async () => {
    renderApp("/approvals");
    const first = await card("Publish these articles?");
    expect(first).toHaveTextContent("3 articles wait for your decision.");
    expect(first).toHaveTextContent("then the run stops");
    expect(within(first).getByRole("link", { name: /Open the run of/ })).toHaveAttribute(
      "href",
      "/runs/t6",
    );
    const decided = await screen.findByRole("table", { name: "Decided approvals" });
    expect(decided).toHaveTextContent("The first is too thin.");
    expect(screen.getByRole("link", { name: /Approvals 2 wait for you/ })).toBeVisible();
  });

  it("decides item by item, with a note", async () => {
    const asked = noteDecisions();
    const { user } = renderApp("/approvals");
    const first = await card("Publish these articles?");
    const answers = within(first).getByRole("radiogroup", { name: "Answer for Receipts to Excel" });
    await user.click(within(answers).getByRole("radio", { name: "Reject" }));
    await user.type(within(first).getByRole("textbox", { name: /Note/ }), " Too thin. ");
    await user.click(within(first).getByRole("button", { name: "Approve 2 of 3" }));
    expect(await screen.findByText("Approved: the run goes on.")).toBeVisible();
    expect(asked).toEqual([{ decision: "approve", note: "Too thin.", items: { k2: "reject" } }]);
  });

  it("gives an article another title while it is approved", async () => {
    const asked = noteDecisions();
    const { user } = renderApp("/approvals");
    const first = await card("Publish these articles?");
    await user.click(within(first).getByRole("button", { name: "Change the title: Receipts to Excel" }));
    const field = within(first).getByRole("textbox", { name: "New title" });
    await user.clear(field);
    await user.type(field, "Receipts into Excel");
    await user.click(within(first).getByRole("button", { name: /^Approve/ }));
    await waitFor(() => {
      expect(asked).toEqual([
        { decision: "approve", note: "", items: { k2: { edit: { title: "Receipts into Excel" } } } },
      ]);
    });
  });

  it("rejects all, whatever was chosen before", async () => {
    const asked = noteDecisions();
    const { user } = renderApp("/approvals");
    const first = await card("Publish these articles?");
    await user.click(within(first).getByRole("button", { name: "Reject all" }));
    expect(await screen.findByText("Rejected.")).toBeVisible();
    expect(asked).toEqual([{ decision: "reject", note: "" }]);
  });

  it("asks about what has no items as a whole, and tells why an answer did not count", async () => {
    answer("post", "/automation/approvals/p2/decide/", () =>
      refuse(409, "conflict", "This was decided already."),
    );
    const { user } = renderApp("/approvals");
    const dear = await card("A dear run");
    await user.click(within(dear).getByRole("button", { name: "Approve" }));
    expect(await screen.findByText("This was decided already.")).toBeVisible();
  });

  it("lets a viewer read, not decide", async () => {
    answer("get", "/me/", () => ok({ ...me, role: "viewer" }));
    renderApp("/approvals");
    const first = await card("Publish these articles?");
    expect(first).toHaveTextContent("Your role may read this");
    expect(within(first).queryByRole("button")).not.toBeInTheDocument();
  });

  it("names those who may decide", async () => {
    answer("get", "/me/", () => ok({ ...me, role: "editor" }));
    answer("get", "/automation/approvals/", () =>
      page([{ ...approvals[0], approvers: ["jane@example.com"] }]),
    );
    renderApp("/approvals");
    expect(await card("Publish these articles?")).toHaveTextContent(
      "Only these may decide: jane@example.com.",
    );
  });

  it("shows the first of many items, and the rest on request", async () => {
    const items = Array.from({ length: 14 }, (_, n) => ({
      id: `i${String(n)}`,
      title: `Item no ${String(n)}`,
    }));
    answer("get", "/automation/approvals/", () => page([{ ...approvals[0], items }]));
    const { user } = renderApp("/approvals");
    const first = await card("Publish these articles?");
    expect(within(first).getAllByRole("listitem")).toHaveLength(10);
    await user.click(within(first).getByRole("button", { name: "Show 4 more items" }));
    expect(within(first).getAllByRole("listitem")).toHaveLength(14);
  });

  it("teaches what approvals are when nothing was ever asked", async () => {
    answer("get", "/automation/approvals/", () => page([]));
    renderApp("/approvals");
    expect(await screen.findByRole("heading", { name: "No run has asked anything yet" })).toBeVisible();
  });

  it("says so when only nothing waits", async () => {
    answer("get", "/automation/approvals/", (request) =>
      page(request.url.includes("status=pending") ? [] : [approvals[2]]),
    );
    renderApp("/approvals");
    expect(await screen.findByText("Nothing waits for a decision.")).toBeVisible();
  });

  it("says what went wrong and loads again on request", async () => {
    offline("get", "/automation/approvals/");
    const { user } = renderApp("/approvals");
    expect(await screen.findByRole("alert")).toHaveTextContent("cannot be reached");
    answer("get", "/automation/approvals/", () => page(approvals.slice(0, 1)));
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await card("Publish these articles?")).toBeVisible();
  });

  it("has nothing that axe objects to", async () => {
    renderApp("/approvals");
    await screen.findByRole("table", { name: "Decided approvals" });
    const { violations } = await axe.run(document.body, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
  });
});

describe("an approval in its run", () => {
  it("is decided right there", async () => {
    const asked = noteDecisions();
    const { user } = renderApp("/runs/t6");
    const waiting = await screen.findByRole("region", { name: "This run waits for a decision" });
    await user.click(within(waiting).getByRole("button", { name: "Approve all 3" }));
    await waitFor(() => {
      expect(asked).toEqual([{ decision: "approve", note: "" }]);
    });
  });
});

describe("what an approval is about", () => {
  it("has no link to a script, and a title in any case", () => {
    const items = [
      { id: "a", link: "javascript:alert(1)" },
      { id: "b", title: "B", link: "/x" },
    ];
    expect(itemsOf({ items }).map(({ title, link }) => [title, link])).toEqual([
      ["a", null],
      ["B", "/x"],
    ]);
  });

  it("may be decided by managers, by those named, else by editors", () => {
    const who = (role: typeof me.role, approvers: string[]) =>
      mayDecide({ approvers }, { ...me, email: "Jane@example.com", role });
    expect(who("admin", ["x@example.com"])).toBe(true);
    expect(who("editor", [])).toBe(true);
    expect(who("viewer", [])).toBe(false);
    expect(who("viewer", [" jane@example.com"])).toBe(true);
    expect(who("editor", ["x@example.com"])).toBe(false);
    expect(mayDecide({ approvers: [] }, null)).toBe(false);
  });

  it("is sent with what differs from the decision only", () => {
    const answers = { a: "approve", b: "reject" } as const;
    expect(decisionBody("approve", answers, "")).toEqual({
      decision: "approve",
      note: "",
      items: { b: "reject" },
    });
    expect(decisionBody("reject", answers, "no")).toEqual({ decision: "reject", note: "no" });
  });

  it("is sent with new titles of what is approved", () => {
    const titles = { a: " Better ", b: "Not sent", c: " " };
    expect(decisionBody("approve", { b: "reject" }, "", titles)).toEqual({
      decision: "approve",
      note: "",
      items: { a: { edit: { title: "Better" } }, b: "reject" },
    });
    expect(decisionBody("reject", {}, "", titles)).toEqual({ decision: "reject", note: "" });
  });
});
