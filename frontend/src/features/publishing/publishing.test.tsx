// The lazy parts are loaded at once, so that no test's patience is spent on it.
import "./PublishingPage";
import "./WordPressWizard";

import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";

import type { Connection, ConnectionReport, Publication } from "@/lib/api";
import { ok, page, refuse } from "@/test/fakeApi";
import { articles, me } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { answer, server } from "@/test/server";

const PREVIEW: Connection = {
  id: "c1",
  site: "s1",
  kind: "preview",
  name: "Preview",
  url: "",
  username: "",
  has_secret: false,
  is_default: false,
  status: "ok",
  last_report: [],
  last_tested_at: null,
  created_at: "2026-03-02T09:00:00Z",
  updated_at: "2026-03-02T09:00:00Z",
};

const BLOG: Connection = {
  ...PREVIEW,
  id: "c2",
  kind: "wordpress",
  name: "Blog",
  url: "https://blog.example",
  username: "editor",
  has_secret: true,
  status: "failing",
  last_report: [
    { name: "reachable", ok: true, detail: "WordPress answers.", hint: "" },
    { name: "authenticated", ok: false, detail: "Not accepted.", hint: "Check the password." },
    { name: "meta_plugin", ok: false, detail: "Not active.", hint: "Install it." },
  ],
};

const FINE: ConnectionReport = {
  usable: true,
  checks: [
    { name: "authenticated", ok: true, detail: "Signed in.", hint: "" },
    { name: "meta_plugin", ok: false, detail: "Not active.", hint: "Install it." },
  ],
};

const publication: Publication = {
  id: "p1",
  connection: "c2",
  object_type: "content",
  object_id: "k1",
  external_id: "7",
  url: "https://blog.example/scan/",
  edit_url: "https://blog.example/wp-admin/post.php?post=7",
  status: "publish",
  version: 1,
  warnings: ["A category was dropped."],
  published_at: "2026-03-02T09:00:00Z",
  created_at: "2026-03-02T09:00:00Z",
};

const sent: unknown[] = [];

/** All at once: typing letter by letter takes seconds. */
function fill(field: HTMLElement, value: string) {
  fireEvent.change(field, { target: { value } });
}

beforeEach(() => {
  sent.length = 0;
  answer("get", "/connections/", () => page([PREVIEW, BLOG]));
  answer("get", "/publications/", () => page([publication]));
});

describe("connections", () => {
  it("show where they lead, whether they work, and what to do", async () => {
    renderApp("/publishing");
    expect(await screen.findByRole("link", { name: /https:\/\/blog\.example/ })).toBeVisible();
    expect(screen.getByText("Does not work")).toBeVisible();
    const checks = screen.getByRole("list", { name: "What was checked" });
    const [reachable, authenticated, plugin] = within(checks).getAllByRole("listitem");
    expect(reachable).toHaveTextContent("The site answers: works");
    expect(authenticated).toHaveTextContent("does not work");
    expect(authenticated).toHaveTextContent("Check the password.");
    expect(plugin).toHaveTextContent("could be better");
  });

  it("are tested, marked as the site's own and deleted", async () => {
    answer("post", "/connections/c2/test/", () => ok(FINE));
    answer("patch", "/connections/c1/", async (request) => {
      sent.push(await request.json());
      return ok(PREVIEW);
    });
    const { user } = renderApp("/publishing");
    await user.click(await screen.findByRole("button", { name: "Test “Blog”" }));
    expect(await screen.findByText("“Blog” works")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "More for “Preview”" }));
    await user.click(await screen.findByRole("menuitem", { name: "Use as the site's own" }));
    await waitFor(() => {
      expect(sent).toEqual([{ is_default: true }]);
    });
    server.use(http.delete("*/api/v1/connections/c2/", () => new HttpResponse(null, { status: 204 })));
    await user.click(screen.getByRole("button", { name: "More for “Blog”" }));
    await user.click(await screen.findByRole("menuitem", { name: "Delete the connection" }));
    const dialog = await screen.findByRole("dialog", { name: "Delete “Blog”?" });
    await user.click(within(dialog).getByRole("button", { name: "Delete the connection" }));
    expect(await screen.findByText("“Blog” was deleted")).toBeVisible();
  });

  it("cannot be changed by editors", async () => {
    answer("get", "/me/", () => ok({ ...me, role: "editor" }));
    renderApp("/publishing");
    expect(await screen.findByText("Owners and administrators connect sites.")).toBeVisible();
    expect(screen.queryByRole("button", { name: /Test/ })).not.toBeInTheDocument();
  });
});

describe("connecting a WordPress", () => {
  async function toPassword() {
    const app = renderApp("/publishing");
    const { user } = app;
    await user.click(await screen.findByRole("button", { name: "Connect a WordPress" }));
    const dialog = await screen.findByRole("dialog", { name: "Connect a WordPress" });
    const next = within(dialog).getByRole("button", { name: "Next" });
    await user.click(next);
    expect(await within(dialog).findByText("Enter the site's address.")).toBeVisible();
    fill(within(dialog).getByLabelText(/Address of the WordPress/), "blog.example/wp-admin/");
    await user.click(next);
    return { ...app, dialog };
  }

  it("leads from the address over the password and the test to the plug-in", async () => {
    answer("post", "/connections/", async (request) => {
      sent.push(await request.json());
      return ok({ ...BLOG, id: "c3" }, 201);
    });
    answer("post", "/connections/c3/test/", () => ok(FINE));
    const { user, dialog } = await toPassword();
    expect(within(dialog).getByRole("link", { name: /Open that page of blog.example/ })).toHaveAttribute(
      "href",
      "https://blog.example/wp-admin/profile.php#application-passwords-section",
    );
    await user.click(within(dialog).getByRole("button", { name: "Save and test" }));
    expect(await within(dialog).findByText("Enter the user name.")).toBeVisible();
    fill(within(dialog).getByLabelText(/User name/), "editor");
    const secret = within(dialog).getByLabelText(/Application password/);
    fill(secret, "hunter2");
    expect(within(dialog).getByText(/Application passwords have 24 letters/)).toBeVisible();
    fill(secret, "abcd efgh ijkl mnop qrst uvwx");
    await user.click(within(dialog).getByRole("button", { name: "Save and test" }));
    expect(await within(dialog).findByText(/The connection works/)).toBeVisible();
    expect(sent[0]).toMatchObject({ site: "s1", kind: "wordpress", url: "https://blog.example" });
    await user.click(within(dialog).getByRole("button", { name: "Next" }));
    expect(within(dialog).getByRole("link", { name: "Load the plug-in down" })).toHaveAttribute(
      "href",
      "/api/v1/connections/plugin/",
    );
    const active = { ...FINE, checks: FINE.checks.map((check) => ({ ...check, ok: true })) };
    answer("post", "/connections/c3/test/", () => ok(active));
    await user.click(within(dialog).getByRole("button", { name: "Check for it" }));
    expect(await within(dialog).findByText(/The companion plug-in is active/)).toBeVisible();
    await user.click(within(dialog).getByRole("button", { name: "Done" }));
    await waitFor(() => {
      expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    });
  });

  it("goes back to where the server objects, and keeps what does not work yet", async () => {
    const taken = {
      code: "validation_error",
      message: "Wrong.",
      fields: { name: ["The site has a connection of this name already."] },
    };
    answer("post", "/connections/", () => ({ status: 400, body: { success: false, error: taken } }));
    const { user, dialog } = await toPassword();
    fill(within(dialog).getByLabelText(/User name/), "editor");
    fill(within(dialog).getByLabelText(/Application password/), "abcdefghijklmnopqrstuvwx");
    await user.click(within(dialog).getByRole("button", { name: "Save and test" }));
    expect(
      await within(dialog).findByText("The site has a connection of this name already."),
    ).toBeVisible();
    answer("post", "/connections/", () => ok({ ...BLOG, id: "c3" }, 201));
    answer("post", "/connections/c3/test/", () => refuse(400, "conflict", "No key."));
    fill(within(dialog).getByLabelText(/^Name/), "Blog 2");
    await user.click(within(dialog).getByRole("button", { name: "Next" }));
    await user.click(within(dialog).getByRole("button", { name: "Save and test" }));
    expect(await within(dialog).findByText("No key.")).toBeVisible();
    expect(within(dialog).getByRole("button", { name: "Test again" })).toBeEnabled();
  });

  it("keeps the stored password while address and user stay", async () => {
    answer("patch", "/connections/c2/", async (request) => {
      sent.push(await request.json());
      return ok(BLOG);
    });
    answer("post", "/connections/c2/test/", () => ok(FINE));
    const { user } = renderApp("/publishing");
    await user.click(await screen.findByRole("button", { name: "More for “Blog”" }));
    await user.click(await screen.findByRole("menuitem", { name: "Change" }));
    const dialog = await screen.findByRole("dialog", { name: "Change “Blog”" });
    await user.click(within(dialog).getByRole("button", { name: "Next" }));
    await user.click(within(dialog).getByRole("button", { name: "Save and test" }));
    expect(await within(dialog).findByText(/The connection works/)).toBeVisible();
    expect(sent).toEqual([{ name: "Blog", url: "https://blog.example", username: "editor" }]);
  });
});

describe("what went where", () => {
  it("names article, target and version, with links to both", async () => {
    answer("get", "/content/", (request) => {
      sent.push(new URL(request.url).searchParams.get("ids"));
      return page([{ ...articles[0]!, version: 3 }]);
    });
    const { user } = renderApp("/publishing?tab=publications");
    const table = await screen.findByRole("table", { name: "Publications" });
    expect(await within(table).findByRole("link", { name: articles[0]!.title })).toBeVisible();
    expect(sent).toEqual(["k1"]);
    expect(within(table).getByText("1; here it is 3")).toBeVisible();
    expect(within(table).getByRole("link", { name: /View “How to scan.*at Blog/ })).toBeVisible();
    await user.click(within(table).getByRole("button", { name: "1 remark" }));
    expect(await screen.findByText("A category was dropped.")).toBeVisible();
    answer("get", "/publications/", () => page([]));
    await user.selectOptions(screen.getByLabelText("There"), "draft");
    expect(await screen.findByText("Nothing is like that")).toBeVisible();
  });

  it("is told of one article too", async () => {
    renderApp("/articles/k1?tab=published");
    expect(await screen.findByText("Blog")).toBeVisible();
    expect(screen.getByText("1, the newest")).toBeVisible();
  });

  it("says what to do where nothing was published", async () => {
    answer("get", "/publications/", () => page([]));
    renderApp("/publishing?tab=publications");
    expect(await screen.findByText("Nothing was published yet")).toBeVisible();
  });
});

it("has nothing that axe objects to", async () => {
  renderApp("/publishing");
  await screen.findByText("Does not work");
  const { violations } = await axe.run(document.body, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
});
