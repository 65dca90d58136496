import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";

import { ok } from "@/test/fakeApi";
import { me } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { answer } from "@/test/server";

describe("the shell", () => {
  it("shows account, site, credits and where one is", async () => {
    renderApp("/");
    const nav = await screen.findByRole("navigation", { name: "Main" });
    await waitFor(() => {
      expect(within(nav).getByRole("link", { name: "Rules" })).toHaveAttribute("aria-current", "page");
    });
    expect(within(nav).getByRole("link", { name: /Preview site/ })).toHaveAttribute(
      "href",
      "/preview/s1/",
    );
    expect(await screen.findByLabelText(/99,615 credits. 50 credits reserved/)).toBeVisible();
    expect(screen.getAllByText("Scan App")[0]).toBeVisible();
    expect(document.title).toBe("Rules · IGNY8");
  });

  it("goes where the navigation says and names the page in the tab", async () => {
    const { user, path } = renderApp("/rules");
    await user.click(await screen.findByRole("link", { name: "Articles" }));
    expect(await screen.findByRole("heading", { name: "Articles", level: 1 })).toBeVisible();
    expect(path()).toBe("/articles");
    expect(document.title).toBe("Articles · IGNY8");
  });

  it("switches the theme", async () => {
    const { user } = renderApp("/rules");
    await user.click(await screen.findByRole("button", { name: "Switch to the dark theme" }));
    expect(document.documentElement).toHaveAttribute("data-mantine-color-scheme", "dark");
    await user.click(screen.getByRole("button", { name: "Switch to the light theme" }));
    expect(document.documentElement).toHaveAttribute("data-mantine-color-scheme", "light");
  });

  it("opens and closes the menu of a phone", async () => {
    const { user } = renderApp("/rules");
    const burger = await screen.findByRole("button", { name: "Open the menu" });
    await user.click(burger);
    expect(burger).toHaveAccessibleName("Close the menu");
    await user.click(screen.getByRole("link", { name: "Runs" }));
    expect(burger).toHaveAccessibleName("Open the menu");
  });

  it("changes the site where there are several, and remembers it", async () => {
    const sites = [...me.sites, { id: "s2", name: "Second", url: "https://two.example" }];
    answer("get", "/me/", () => ok({ ...me, sites }));
    const { user } = renderApp("/rules");
    const picker = (await screen.findAllByLabelText("Site"))[0]!;
    await user.selectOptions(picker, "Second");
    expect(screen.getByRole("link", { name: /Preview site/ })).toHaveAttribute("href", "/preview/s2/");
    expect(localStorage.getItem("igny8-site")).toContain("s2");
  });

  it("says that a page does not exist", async () => {
    renderApp("/nowhere");
    expect(await screen.findByText("There is no such page")).toBeVisible();
  });

  it.each([
    ["/rules", "Keywords to published drafts"],
    ["/runs/t3", "Publish to WordPress"],
    ["/runs", "Completed"],
    ["/articles/k1", "Score 84 of 100"],
    ["/keywords", "scan to pdf"],
  ])("has nothing on %s that axe objects to", async (path, text) => {
    renderApp(path);
    await screen.findAllByText(text);
    // Colours need a real browser; what jsdom can judge is judged here.
    const { violations } = await axe.run(document.body, {
      iframes: false,
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
  });
});
