import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";

import { ok, page, refuse } from "@/test/fakeApi";
import { me, templates } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { answer } from "@/test/server";

const own = { ...templates[0]!, id: "o1", name: "My own", category: "", built_in: false };

async function openPage() {
  answer("get", "/automation/templates/", () => page([...templates, own]));
  const app = renderApp("/templates");
  await screen.findByRole("heading", { name: "My own" });
  return app;
}

describe("the templates page", () => {
  it("shows one's own and those that are built in, by category", async () => {
    const { user } = await openPage();
    const mine = screen.getByRole("region", { name: "Your own" });
    expect(within(mine).getAllByRole("listitem")).toHaveLength(1);
    const quality = screen.getByRole("region", { name: "Quality" });
    expect(within(quality).queryByRole("button", { name: /Delete/ })).not.toBeInTheDocument();
    const { violations } = await axe.run(screen.getByRole("main"), {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
    await user.type(screen.getByRole("searchbox"), "e-mail");
    await waitFor(() => {
      expect(screen.queryByRole("region", { name: "Your own" })).not.toBeInTheDocument();
    });
  });

  it("makes a rule of a template and leads to it", async () => {
    const { user, router } = await openPage();
    await user.click(screen.getByRole("button", { name: "Use Credits are low" }));
    const dialog = await screen.findByRole("dialog", { name: "New rule: Credits are low" });
    await user.click(within(dialog).getByRole("button", { name: "Create the rule" }));
    await waitFor(() => {
      expect(router.state.location.pathname + router.state.location.search).toBe("/rules?rule=r3");
    });
  });

  it("saves a rule as a template, under its name where no other is given", async () => {
    let sent: unknown;
    answer("post", "/automation/templates/", async (request) => {
      sent = await request.json();
      return ok(own, 201);
    });
    const { user } = await openPage();
    await user.click(screen.getByRole("button", { name: "Save a rule as template" }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: "Save the template" }));
    expect(within(dialog).getAllByText("This is needed.")).toHaveLength(2);
    await within(dialog).findByRole("option", { name: "Keywords to published drafts" });
    await user.selectOptions(
      within(dialog).getByRole("combobox", { name: "Rule" }),
      "Keywords to published drafts",
    );
    await user.click(within(dialog).getByRole("button", { name: "Save the template" }));
    expect(await screen.findByText("“My own” is a template now.")).toBeInTheDocument();
    expect(sent).toEqual({
      rule: "r1",
      name: "Keywords to published drafts",
      description: "",
      category: "",
    });
  });

  it("changes an own template and says at the field what is wrong", async () => {
    answer("patch", "/automation/templates/o1/", () => ({
      ...refuse(409, "conflict", "There is one already."),
      body: {
        success: false,
        error: { code: "conflict", message: "Taken.", fields: { name: ["There is one already."] } },
        request_id: "q1",
      },
    }));
    const { user } = await openPage();
    await user.click(screen.getByRole("button", { name: "Change My own" }));
    const dialog = await screen.findByRole("dialog", { name: "Change “My own”" });
    await user.click(within(dialog).getByRole("button", { name: "Save the template" }));
    expect(await within(dialog).findByText("There is one already.")).toBeVisible();
  });

  it("deletes an own template after a question", async () => {
    const { user } = await openPage();
    await user.click(screen.getByRole("button", { name: "Delete My own" }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: "Delete" }));
    expect(await screen.findByText("“My own” is deleted.")).toBeInTheDocument();
  });

  it("offers a viewer nothing to change, and teaches whoever has none of their own", async () => {
    answer("get", "/me/", () => ok({ ...me, role: "viewer" }));
    renderApp("/templates");
    expect(await screen.findByText(/None yet. Save one of your rules/)).toBeVisible();
    expect(screen.queryByRole("button", { name: /Use/ })).not.toBeInTheDocument();
  });
});
