import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, describe, expect, it } from "vitest";

import { formatNumber } from "@/lib/format";
import { usePreferences } from "@/lib/preferences";
import { ok, refuse } from "@/test/fakeApi";
import { accountSettings, me, members, siteSettings, tokens } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { answer } from "@/test/server";

import { detailText } from "./AuditPage";
import { rolesUpTo } from "./roles";
import { asUrl, languageName, languages, requestOf, valuesOf } from "./siteForm";

afterEach(() => {
  usePreferences.setState(usePreferences.getInitialState(), true);
});

async function fine() {
  const { violations } = await axe.run(screen.getByRole("main"), {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
}

const fieldRefused = (path: string, text: string) => ({
  ...refuse(400, "validation_error", `${path}: ${text}`),
  body: {
    success: false,
    error: { code: "validation_error", message: text, fields: { [path]: [text] } },
    request_id: "q1",
  },
});

describe("general settings", () => {
  it("write dates and numbers as is chosen, everywhere", async () => {
    const { user } = renderApp("/settings");
    await user.selectOptions(await screen.findByLabelText("Dates and numbers"), "Deutsch (Deutschland)");
    expect(await screen.findByText(/Example: .*1\.234,5/)).toBeVisible();
    expect(formatNumber(1234.5)).toBe("1.234,5");
    await fine();
  });

  it("switch the theme", async () => {
    const { user } = renderApp("/settings");
    const themes = await screen.findByRole("radiogroup", { name: "Theme" });
    await user.click(within(themes).getByLabelText("Dark"));
    expect(document.documentElement).toHaveAttribute("data-mantine-color-scheme", "dark");
    await user.click(within(themes).getByLabelText("Light"));
  });

  it("save the account's name and from when on it is asked", async () => {
    let sent: unknown;
    answer("patch", "/account/", async (request) => {
      sent = await request.json();
      return ok(accountSettings);
    });
    const { user } = renderApp("/settings");
    const name = await screen.findByLabelText("Name of the account");
    await user.clear(name);
    await user.click(screen.getAllByRole("button", { name: "Save" })[0]!);
    expect(screen.getByText("The account needs a name.")).toBeVisible();
    await user.type(name, "New name");
    await user.type(screen.getByLabelText("Ask before runs that cost more than"), "500");
    await user.click(screen.getAllByRole("button", { name: "Save" })[0]!);
    expect(await screen.findByText("Saved.")).toBeInTheDocument();
    expect(sent).toEqual({
      name: "New name",
      timezone: "Europe/Berlin",
      approval_above_credits: 500,
    });
  });

  it("let an editor look only", async () => {
    answer("get", "/me/", () => ok({ ...me, role: "editor" }));
    renderApp("/settings");
    expect(await screen.findByLabelText("Name of the account")).toBeDisabled();
    expect(screen.queryByRole("link", { name: "API tokens" })).not.toBeInTheDocument();
  });

  it("change one's own password, and say at the field what is wrong", async () => {
    answer("patch", "/me/", () => fieldRefused("current_password", "This is not it."));
    const { user } = renderApp("/settings");
    await user.click(await screen.findByRole("button", { name: "Change the password" }));
    expect(screen.getByText("Enter your present password.")).toBeVisible();
    await user.type(screen.getByLabelText("Present password"), "old");
    await user.type(screen.getByLabelText("New password"), "a much longer one");
    await user.click(screen.getByRole("button", { name: "Change the password" }));
    expect(await screen.findByText("This is not it.")).toBeVisible();
    answer("patch", "/me/", () => ok(me));
    await user.click(screen.getByRole("button", { name: "Change the password" }));
    expect(await screen.findByText("Your password is changed.")).toBeInTheDocument();
  });
});

describe("sites", () => {
  it("are added, with what is missing said at the field", async () => {
    let sent: unknown;
    answer("post", "/sites/", async (request) => {
      sent = await request.json();
      return ok(siteSettings, 201);
    });
    const { user } = renderApp("/settings/sites");
    await user.click(await screen.findByRole("button", { name: "Add a site" }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: "Save the site" }));
    expect(within(dialog).getAllByText("This is needed.")).toHaveLength(2);
    await user.type(within(dialog).getByRole("textbox", { name: "Name" }), "Blog");
    await user.type(within(dialog).getByRole("textbox", { name: "Address" }), "blog.example");
    await user.click(within(dialog).getByRole("button", { name: "Save the site" }));
    expect(await screen.findByText("“Scan App” is saved.")).toBeInTheDocument();
    expect(sent).toMatchObject({ name: "Blog", url: "https://blog.example", language: "en" });
  });

  it("show what the API objects to", async () => {
    answer("patch", "/sites/s1/", () => fieldRefused("colors", "Each colour is written as #rrggbb."));
    const { user } = renderApp("/settings/sites");
    await user.click(await screen.findByRole("button", { name: "Change Scan App" }));
    const dialog = await screen.findByRole("dialog", { name: "Change “Scan App”" });
    await user.click(within(dialog).getByRole("button", { name: "Save the site" }));
    const colors = await within(dialog).findByRole("textbox", { name: "Colours of the brand" });
    await waitFor(() => {
      expect(colors).toBeInvalid();
    });
  });

  it("are deleted only when their name is typed", async () => {
    const { user } = renderApp("/settings/sites");
    await user.click(await screen.findByRole("button", { name: "Delete Scan App" }));
    const dialog = await screen.findByRole("dialog");
    const button = within(dialog).getByRole("button", { name: /Delete the site/ });
    expect(button).toBeDisabled();
    await user.type(within(dialog).getByRole("textbox"), "Scan App");
    await user.click(button);
    expect(await screen.findByText("“Scan App” is deleted.")).toBeInTheDocument();
  });

  it("have addresses with a protocol, colours as a list, and languages with their own names", () => {
    expect(asUrl(" example.com ")).toBe("https://example.com");
    expect(asUrl("http://x.example")).toBe("http://x.example");
    expect(requestOf({ ...valuesOf(siteSettings), colors: "#111111, #222222" }).colors).toEqual([
      "#111111",
      "#222222",
    ]);
    expect(valuesOf(null).language).toBe("en");
    expect(languages("tlh")[0]?.value).toBe("tlh");
    expect(languageName("de")).toBe("Deutsch");
    expect(languageName("not a language")).toBe("not a language");
  });
});

describe("people", () => {
  it("are added with a first password that is shown once", async () => {
    const { user } = renderApp("/settings/members");
    await user.click(await screen.findByRole("button", { name: "Add a person" }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: "Add" }));
    expect(within(dialog).getByText("Enter an email address.")).toBeVisible();
    await user.type(within(dialog).getByRole("textbox", { name: "Email" }), "kim@example.com");
    await user.click(within(dialog).getByRole("button", { name: "Add" }));
    expect(await within(dialog).findByText("first-secret")).toBeVisible();
    await user.click(within(dialog).getByRole("button", { name: "I have copied it" }));
    await waitFor(() => {
      expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    });
  });

  it("get another role, and are removed", async () => {
    let sent: unknown;
    answer("patch", "/account/members/m2/", async (request) => {
      sent = await request.json();
      return ok(members[1]);
    });
    const { user } = renderApp("/settings/members");
    await user.selectOptions(await screen.findByLabelText("Role of Jo"), "Viewer");
    expect(await screen.findByText("Jo: Viewer.")).toBeInTheDocument();
    expect(sent).toEqual({ role: "viewer" });
    expect(screen.queryByLabelText("Role of Dana Demo")).not.toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Remove Jo" }));
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Remove" }));
    expect(await screen.findByText("Jo is removed.")).toBeInTheDocument();
  });

  it("know who may give which role", () => {
    expect(rolesUpTo("editor")).toEqual(["viewer", "editor"]);
  });
});

describe("tokens", () => {
  it("are shown once when they are made", async () => {
    let sent: unknown;
    answer("post", "/account/tokens/", async (request) => {
      sent = await request.json();
      return ok({ ...tokens[0], token: "igny8_secret" }, 201);
    });
    const { user } = renderApp("/settings/tokens");
    await user.click(await screen.findByRole("button", { name: "Create a token" }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: "Create" }));
    expect(within(dialog).getByText(/Give it a name/)).toBeVisible();
    await user.type(within(dialog).getByRole("textbox", { name: "Name" }), "Nightly");
    await user.click(within(dialog).getByRole("radio", { name: "Editor" }));
    await user.click(within(dialog).getByRole("button", { name: "Create" }));
    expect(await within(dialog).findByText("igny8_secret")).toBeVisible();
    expect(sent).toEqual({ name: "Nightly", role: "editor" });
    await user.keyboard("{Escape}");
    expect(within(dialog).getByText("igny8_secret")).toBeVisible();
  });

  it("are revoked after a question", async () => {
    const { user } = renderApp("/settings/tokens");
    expect(await screen.findByText("revoked")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Revoke Nightly report" }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: "Revoke" }));
    expect(await screen.findByText("“Nightly report” is revoked.")).toBeInTheDocument();
    await fine();
  });
});

describe("the signature of messages", () => {
  it("is shown on request, hidden again, and made anew after a question", async () => {
    const { user } = renderApp("/settings/tokens");
    await user.click(await screen.findByRole("button", { name: "Show the secret" }));
    expect(await screen.findByText("whsec_abc")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Hide it" }));
    expect(screen.queryByText("whsec_abc")).not.toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Make a new one" }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: "Make a new one" }));
    expect(await screen.findByText("The secret is new.")).toBeInTheDocument();
  });
});

describe("AI providers", () => {
  it("show how they are set, what is wrong, and whether they answer", async () => {
    const { user } = renderApp("/settings/ai");
    const texts = await screen.findByRole("region", { name: "Texts" });
    expect(texts).toHaveTextContent("some-model");
    expect(texts).toHaveTextContent("Keyis set");
    expect(screen.getByText("IGNY8_AI_IMAGE_PROVIDER names no provider.")).toBeVisible();
    await user.click(within(texts).getByRole("button", { name: "Test: Texts" }));
    expect(await within(texts).findByText("It answers (0.8 s).")).toBeVisible();
    await fine();
  });
});

describe("the audit log", () => {
  it("tells who has changed what", async () => {
    renderApp("/settings/audit");
    const table = await screen.findByRole("table", { name: "Audit log" });
    expect(table).toHaveTextContent("budget.set");
    expect(table).toHaveTextContent("period: day, limit: 1000");
    expect(detailText({})).toBe("");
  });
});
