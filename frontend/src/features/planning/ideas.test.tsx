import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it, vi } from "vitest";

import { ok, page, refuse } from "@/test/fakeApi";
import { ideas, me, writingTasks } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { answer, offline } from "@/test/server";

const column = async (name: string) => screen.findByRole("region", { name });
const card = (name: string) => screen.findByRole("button", { name });

function noteDecisions(skipped: unknown[] = []) {
  const asked: unknown[] = [];
  answer("post", "/ideas/bulk/", async (request) => {
    asked.push(await request.json());
    return ok({ done: [], skipped });
  });
  return asked;
}

async function decide(user: ReturnType<typeof renderApp>["user"], title: string, item: string) {
  await user.click(await screen.findByRole("button", { name: `More for ${title}` }));
  await user.click(await screen.findByRole("menuitem", { name: item }));
}

describe("the board of ideas", () => {
  it("shows the ideas by what was decided, and what a duplicate repeats", async () => {
    renderApp("/ideas");
    await card("Scan documents with your phone");
    expect(within(await column("New")).getAllByRole("listitem")).toHaveLength(2);
    expect(await column("Duplicate")).toHaveTextContent(
      "Repeats the idea “Scan documents with your phone”",
    );
    expect(within(await column("Planned")).queryByRole("button", { name: /More/ })).toBeNull();
    expect(await column("Approved")).toHaveTextContent("Scan to PDF");
  });

  it("moves a card at once, and sends the decision", async () => {
    const asked = noteDecisions();
    const { user } = renderApp("/ideas");
    await decide(user, "Scanner apps compared", "Approve");
    await waitFor(() => {
      expect(asked).toEqual([{ ids: ["i2"], status: "approved" }]);
    });
  });

  it("brings a card back where the server refuses, and says why", async () => {
    answer("post", "/ideas/bulk/", () => refuse(409, "conflict", "This idea is planned already."));
    const { user } = renderApp("/ideas");
    await decide(user, "Scanner apps compared", "Reject");
    expect(await screen.findByText("This idea is planned already.")).toBeVisible();
    await waitFor(async () => {
      expect(await column("New")).toHaveTextContent("Scanner apps compared");
    });
  });

  it("tells of ideas that could not be decided", async () => {
    noteDecisions([{ id: "i2", code: "conflict", message: "It has no brief." }]);
    const { user } = renderApp("/ideas");
    await decide(user, "Scanner apps compared", "Approve");
    expect(await screen.findByText("It has no brief.")).toBeVisible();
  });

  it("offers a duplicate to be put aside only", async () => {
    const { user } = renderApp("/ideas");
    await user.click(await screen.findByRole("button", { name: "More for Phone scanning" }));
    expect((await screen.findAllByRole("menuitem")).map(({ textContent }) => textContent)).toEqual([
      "Reject",
    ]);
  });

  it("has a handle for the keyboard, and none for viewers", async () => {
    const { user } = renderApp("/ideas");
    const handle = await screen.findByRole("button", { name: "Carry Scanner apps compared" });
    handle.focus();
    await user.keyboard(" ");
    expect(await screen.findByText("Scanner apps compared taken up.")).toBeInTheDocument();
    await user.keyboard("{Escape}");
    expect(await screen.findByText(/is back where it was/)).toBeInTheDocument();
  });

  it("leaves viewers to read", async () => {
    answer("get", "/me/", () => ok({ ...me, role: "viewer" }));
    renderApp("/ideas");
    await card("Scan documents with your phone");
    expect(screen.queryByRole("button", { name: /Carry|More for/ })).not.toBeInTheDocument();
  });

  it("shows more of a column on request", async () => {
    const many = Array.from({ length: 30 }, (_, n) => ({
      ...ideas[0]!,
      id: `n${n}`,
      title: `Idea ${n}`,
    }));
    const sizes: (string | null)[] = [];
    answer("get", "/ideas/", (request) => {
      const query = new URL(request.url).searchParams;
      if (query.get("status") !== "new") return query.has("status") ? page([]) : page(many, 90);
      sizes.push(query.get("page_size"));
      return page(many, 90);
    });
    const { user } = renderApp("/ideas");
    await user.click(await screen.findByRole("button", { name: "Show more" }));
    await waitFor(() => {
      expect(sizes).toEqual(["30", "60"]);
    });
  });

  it("teaches what ideas are where there is none", async () => {
    answer("get", "/ideas/", () => page([]));
    renderApp("/ideas");
    expect(await screen.findByRole("heading", { name: "No ideas yet" })).toBeVisible();
    expect(screen.getByText("1. A rule has ideas")).toBeVisible();
  });

  it("says what went wrong", async () => {
    offline("get", "/ideas/");
    renderApp("/ideas");
    expect(await screen.findByRole("alert")).toHaveTextContent("cannot be reached");
  });

  it("has nothing that axe objects to", async () => {
    renderApp("/ideas");
    await card("Scan documents with your phone");
    const { violations } = await axe.run(document.body, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
  });
});

describe("an idea", () => {
  it("opens with its brief and becomes a writing task", async () => {
    const asked: unknown[] = [];
    answer("post", "/writing-tasks/", async (request) => {
      asked.push(await request.json());
      return ok(writingTasks[0], 201);
    });
    const { user, router } = renderApp("/ideas");
    await user.click(await card("Scan to PDF"));
    const drawer = await screen.findByRole("dialog", { name: "Scan to PDF" });
    expect(drawer).toHaveTextContent("900 to 1,400 words");
    expect(within(drawer).getByText("What you need")).toBeVisible();
    expect(router.state.location.search).toBe("?idea=i3&page=1");
    await user.click(within(drawer).getByRole("button", { name: "Make it a writing task" }));
    expect(await screen.findByText("“Scan receipts” waits to be written.")).toBeVisible();
    expect(asked).toEqual([{ site: "s1", idea: "i3" }]);
    await user.click(within(drawer).getByRole("button", { name: "Close" }));
    await waitFor(() => {
      expect(router.state.location.search).toBe("?page=1");
    });
  });

  it("says that it repeats another, and has no brief then", async () => {
    renderApp("/ideas?idea=i6");
    const drawer = await screen.findByRole("dialog", { name: "Phone scanning" });
    expect(drawer).toHaveTextContent("This topic is covered already");
    expect(drawer).toHaveTextContent("There is no brief.");
  });

  it("leads to its writing task once it is planned", async () => {
    renderApp("/ideas?idea=i4");
    const drawer = await screen.findByRole("dialog", { name: "Scan receipts" });
    expect(within(drawer).getByRole("link", { name: "Open its writing task" })).toHaveAttribute(
      "href",
      "/writing-tasks?idea=i4",
    );
  });
});

describe("the list of ideas", () => {
  it("decides for all that are chosen, leaving out those it may not", async () => {
    const asked = noteDecisions();
    const { user } = renderApp("/ideas?view=list");
    const [all] = await screen.findAllByRole("checkbox", { name: "Select all that are shown" });
    await user.click(all!);
    const bar = screen.getByRole("region", { name: "With what is selected" });
    expect(bar).toHaveTextContent("6 selected");
    await user.click(within(bar).getByRole("button", { name: "Approve" }));
    await waitFor(() => {
      expect(asked).toEqual([{ ids: ["i1", "i2", "i5"], status: "approved" }]);
    });
  });

  it("decides one by one, and filters by status", async () => {
    const asked = noteDecisions();
    const { user, router } = renderApp("/ideas?view=list");
    await user.click(await screen.findByRole("button", { name: "Reject: Scanner apps compared" }));
    await waitFor(() => {
      expect(asked).toEqual([{ ids: ["i2"], status: "rejected" }]);
    });
    await user.selectOptions(screen.getByRole("combobox", { name: "Status" }), "approved");
    await waitFor(() => {
      expect(screen.getAllByRole("row")).toHaveLength(2);
    });
    expect(router.state.location.search).toBe("?view=list&status=approved");
    await user.selectOptions(screen.getByRole("combobox", { name: "Intent" }), "navigational");
    expect(await screen.findByText("No idea is like that")).toBeVisible();
  });

  it("is what a phone shows", async () => {
    vi.stubGlobal("matchMedia", (media: string) => ({
      matches: media.includes("max-width: 48em"),
      media,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    }));
    renderApp("/ideas");
    expect(await screen.findByRole("table", { name: "Ideas" })).toBeVisible();
    expect(screen.queryByRole("radio", { name: "Board" })).not.toBeInTheDocument();
    vi.stubGlobal("matchMedia", (media: string) => ({
      matches: false,
      media,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    }));
  });
});
