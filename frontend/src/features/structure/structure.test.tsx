import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";

import type { SitePage } from "@/lib/api";
import { ok, page, refuse } from "@/test/fakeApi";
import { me } from "@/test/fixtures";
import { sitePage } from "@/test/pageFixtures";
import { renderApp } from "@/test/render";
import { answer, server } from "@/test/server";

import { applyMove, type Move } from "./tree";

let pages: SitePage[] = [];
const asked: unknown[] = [];

beforeEach(() => {
  asked.length = 0;
  pages = [
    sitePage({ id: "home", kind: "home", title: "Home", slug: "", path: "/", status: "written" }),
    sitePage({ id: "hub", kind: "hub", title: "Scanning", parent: "home", position: 1 }),
    sitePage({ id: "leaf", title: "Scan to PDF", parent: "hub", path: "/hub/leaf/" }),
    sitePage({ id: "about", kind: "about", title: "About us", parent: "home", position: 2 }),
  ];
  answer("get", "/pages/", () => page(pages));
  answer("post", "/pages/:id/move/", async (request) => {
    const move = (await request.json()) as Move;
    const id = new URL(request.url).pathname.split("/").at(-3)!;
    asked.push([id, move]);
    pages = applyMove(pages, id, move);
    return ok(pages.find((one) => one.id === id));
  });
});

const rows = () =>
  screen.getAllByRole("treeitem").map((row) => row.querySelector("span > span > span")?.textContent);
const row = (name: RegExp) => screen.getByRole("treeitem", { name });

describe("the site structure", () => {
  it("is a tree that keys walk, open and close", async () => {
    const { user } = renderApp("/structure");
    await screen.findByRole("tree", { name: "Pages of Scan App" });
    expect(rows()).toEqual(["Home", "Scanning", "Scan to PDF", "About us"]);
    expect(screen.getByText("4 pages, 1 written")).toBeVisible();
    row(/Home/).focus();
    await user.keyboard("{ArrowDown}");
    expect(row(/Scanning/)).toHaveFocus();
    await user.keyboard("{ArrowRight}");
    expect(row(/Scan to PDF/)).toHaveFocus();
    await user.keyboard("{ArrowLeft}");
    expect(row(/Scanning/)).toHaveFocus();
    await user.keyboard("{ArrowLeft}");
    expect(rows()).not.toContain("Scan to PDF");
    await user.keyboard("{ArrowRight}{End}");
    expect(row(/About/)).toHaveFocus();
    await user.keyboard("{Home}");
    expect(row(/Home/)).toHaveFocus();
  });

  it("moves pages by keys and says where they are then", async () => {
    const { user } = renderApp("/structure");
    await screen.findByRole("tree");
    row(/About/).focus();
    await user.keyboard("{Alt>}{ArrowUp}{/Alt}");
    await waitFor(() => {
      expect(asked).toEqual([["about", { parent: "home", position: 0 }]]);
    });
    expect(rows().slice(0, 2)).toEqual(["Home", "About us"]);
    row(/Scanning/).focus();
    await user.keyboard("{Alt>}{ArrowRight}{/Alt}");
    expect(await screen.findByText("Scanning: now /about/hub/")).toBeInTheDocument();
    await waitFor(() => {
      expect(asked).toHaveLength(2);
    });
  });

  it("puts a move back that the server refuses", async () => {
    answer("post", "/pages/:id/move/", () => refuse(400, "validation_error", "Another page is there."));
    const { user } = renderApp("/structure?page=about");
    await screen.findByRole("tree");
    await user.click(await screen.findByRole("button", { name: "Up" }));
    expect(await screen.findByText("Another page is there.")).toBeVisible();
    expect(rows().at(-1)).toBe("About us");
  });

  it("changes a page, and asks before changes are lost", async () => {
    answer("patch", "/pages/leaf/", async (request) => {
      asked.push(await request.json());
      return ok(pages[2]);
    });
    const { user } = renderApp("/structure");
    await screen.findByRole("tree");
    fireEvent.click(row(/Scan to PDF/));
    const panel = screen.getByRole("region", { name: "Details" });
    await user.type(within(panel).getByLabelText("Purpose"), "Tells how");
    await user.selectOptions(within(panel).getByLabelText("Below"), "about");
    fireEvent.click(row(/About/));
    const dialog = await screen.findByRole("dialog", { name: "Leave without saving?" });
    await user.click(within(dialog).getByRole("button", { name: "Stay here" }));
    await user.click(within(panel).getByRole("button", { name: "Save" }));
    await waitFor(() => {
      expect(asked).toEqual([{ purpose: "Tells how", parent: "about" }]);
    });
  });

  it("adds a page below another one", async () => {
    answer("post", "/pages/", async (request) => {
      asked.push(await request.json());
      const made = sitePage({ id: "new", title: "New one", parent: "hub", position: 1 });
      pages = [...pages, made];
      return ok(made, 201);
    });
    const { user, router } = renderApp("/structure?page=hub");
    await user.click(await screen.findByRole("button", { name: "Add a page below" }));
    await user.click(screen.getByRole("button", { name: "Add the page" }));
    expect(await screen.findByText("Give the page a title.")).toBeVisible();
    await user.type(screen.getByRole("textbox", { name: "Title" }), "New one");
    await user.click(screen.getByRole("button", { name: "Add the page" }));
    await waitFor(() => {
      expect(router.state.location.search).toBe("?page=new");
    });
    expect(asked[0]).toMatchObject({ title: "New one", parent: "hub", position: 1, site: "s1" });
  });

  it("says what goes along when a page is deleted", async () => {
    server.use(http.delete("*/api/v1/pages/hub/", () => new HttpResponse(null, { status: 204 })));
    const { user } = renderApp("/structure?page=hub");
    await user.click(await screen.findByRole("button", { name: "Delete the page" }));
    const dialog = await screen.findByRole("dialog", { name: "Delete “Scanning”?" });
    expect(dialog).toHaveTextContent("1 page below it goes with it.");
    await user.click(within(dialog).getByRole("button", { name: "Delete the page" }));
    expect(await screen.findByText("“Scanning” was deleted")).toBeVisible();
  });

  it("teaches when there is none, and begins with a home page", async () => {
    pages = [];
    const { user } = renderApp("/structure");
    expect(await screen.findByText("No structure yet")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Begin with a home page" }));
    expect(screen.getByLabelText("Kind")).toHaveValue("home");
  });

  it("is for looking only to viewers", async () => {
    answer("get", "/me/", () => ok({ ...me, role: "viewer" }));
    renderApp("/structure?page=leaf");
    await screen.findByRole("tree");
    expect(screen.getByText("/hub/leaf/", { selector: "section *" })).toBeVisible();
    expect(screen.queryByRole("button", { name: "Save" })).not.toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Add a page" })).not.toBeInTheDocument();
  });

  it("has nothing that axe objects to", async () => {
    renderApp("/structure?page=leaf");
    await screen.findByRole("tree");
    const { violations } = await axe.run(document.body, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
  });
});
