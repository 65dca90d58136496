import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { ok, page, refuse } from "@/test/fakeApi";
import { me, rules, templates } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { answer, offline } from "@/test/server";

import { initialValues, missing, optionLabel, sentInputs, specOf } from "./inputs";

async function openDialog() {
  const app = renderApp("/rules");
  await app.user.click(await screen.findByRole("button", { name: "New from template" }));
  return { ...app, dialog: await screen.findByRole("dialog") };
}

async function pick(name = "Quality gate") {
  const app = await openDialog();
  await app.user.click(await within(app.dialog).findByRole("button", { name }));
  await within(app.dialog).findByRole("button", { name: "Create the rule" });
  return app;
}

describe("New from template", () => {
  it("lists the templates by category, with what they need and cost", async () => {
    const { dialog, user } = await openDialog();
    const quality = await within(dialog).findByRole("region", { name: "Quality" });
    expect(quality).toHaveTextContent("Credits: About 65 to 80 an article.");
    expect(quality).toHaveTextContent("Needs: Writing tasks; A connection");
    await user.type(within(dialog).getByRole("searchbox"), "e-mail");
    await within(dialog).findByRole("region", { name: "Notices" });
    await screen.findByText("Free.", { exact: false });
    await user.type(within(dialog).getByRole("searchbox"), " nothing");
    expect(await within(dialog).findByText("No template has these words.")).toBeVisible();
  });

  it("makes an inactive rule from what was filled in, and leads to it", async () => {
    let asked: unknown;
    answer("post", "/automation/templates/quality-gate/instantiate/", async (request) => {
      asked = await request.json();
      return ok({ ...rules[1], id: "r3", name: "My gate", status: "inactive" }, 201);
    });
    const { dialog, user, router } = await pick();
    const name = within(dialog).getByRole("textbox", { name: "Name of the rule" });
    await user.clear(name);
    await user.type(name, "My gate");
    await user.type(within(dialog).getByRole("textbox", { name: "Tell whom" }), "jo@example.com");
    await within(dialog).findByRole("option", { name: "My blog" });
    await user.selectOptions(within(dialog).getByRole("combobox", { name: "Connection" }), "My blog");
    await user.selectOptions(
      within(dialog).getByRole("combobox", { name: "Not again within" }),
      "7 days",
    );
    await user.click(within(dialog).getByRole("checkbox", { name: "Draw a picture first" }));
    answer("get", "/automation/rules/", () =>
      page([...rules, { ...rules[1], id: "r3", name: "My gate", status: "inactive" }]),
    );
    await user.click(within(dialog).getByRole("button", { name: "Create the rule" }));
    expect(await screen.findByText("“My gate” is ready")).toBeVisible();
    expect(router.state.location.search).toBe("?rule=r3");
    expect(asked).toEqual({
      name: "My gate",
      site: "s1",
      is_active: false,
      inputs: {
        schedule: "0 7 * * 1-5",
        articles: 5,
        notify_to: "jo@example.com",
        connection: "w1",
        pause_seconds: 604_800,
        picture: false,
        words: ["cheap"],
      },
    });
  });

  it("says a schedule in words, and offers the time zones", async () => {
    const [first] = templates;
    const zone = { name: "timezone", type: "text", label: "Time zone", default: "UTC" };
    answer("get", "/automation/templates/", () =>
      page([{ ...first!, inputs: [...first!.inputs, zone] }]),
    );
    const { dialog, user } = await pick();
    expect(within(dialog).getByText(/^Monday to Friday at 07:00/)).toBeVisible();
    const when = within(dialog).getByLabelText("When");
    await user.clear(when);
    await user.type(when, "0 7");
    expect(within(dialog).getByText(/^This is not a cron expression/)).toBeVisible();
    const field = within(dialog).getByRole("combobox", { name: "Time zone" });
    expect(field).toHaveValue("UTC");
    await user.clear(field);
    await user.type(field, "Tokyo");
    expect(await screen.findByRole("option", { name: "Asia / Tokyo" })).toBeVisible();
  });

  it("asks for what is missing before anything is sent", async () => {
    const { dialog, user } = await pick();
    await user.clear(within(dialog).getByRole("textbox", { name: "Name of the rule" }));
    await user.click(within(dialog).getByRole("button", { name: "Create the rule" }));
    expect(within(dialog).getAllByText("This is needed.")).toHaveLength(2);
  });

  it("shows what the API objects to at the field", async () => {
    answer("post", "/automation/templates/quality-gate/instantiate/", () => {
      const answerOf = refuse(400, "validation_error", "inputs.notify_to: Must be an e-mail address.");
      const fields = { "inputs.notify_to": ["Must be an e-mail address."] };
      const error = { code: "validation_error", message: "inputs.notify_to: wrong", fields };
      return { ...answerOf, body: { success: false, error, request_id: "q1" } };
    });
    const { dialog, user } = await pick();
    const field = within(dialog).getByRole("textbox", { name: "Tell whom" });
    await user.type(field, "jo");
    await user.click(within(dialog).getByRole("button", { name: "Create the rule" }));
    expect(await within(dialog).findByRole("alert")).toHaveTextContent("The rule was not made");
    expect(field).toHaveAccessibleDescription("Must be an e-mail address.");
  });

  it("goes back to the list", async () => {
    const { dialog, user } = await pick("Credits are low");
    await user.click(within(dialog).getByRole("button", { name: "All templates" }));
    expect(await within(dialog).findByRole("button", { name: "Quality gate" })).toBeVisible();
  });

  it("says what went wrong, and that there is nothing", async () => {
    offline("get", "/automation/templates/");
    const { dialog, user } = await openDialog();
    expect(await within(dialog).findByRole("alert")).toHaveTextContent("cannot be reached");
    answer("get", "/automation/templates/", () => page([]));
    await user.click(within(dialog).getByRole("button", { name: "Try again" }));
    expect(await within(dialog).findByText("There are no templates here.")).toBeVisible();
  });

  it("is not offered to a viewer", async () => {
    answer("get", "/me/", () => ok({ ...me, role: "viewer" }));
    renderApp("/rules");
    await screen.findByText("Keywords to published drafts");
    expect(screen.queryByRole("button", { name: "New from template" })).not.toBeInTheDocument();
  });
});

describe("the inputs of a template", () => {
  const specs = templates[0]!.inputs.map(specOf);

  it("begin with their defaults", () => {
    const values = initialValues(specs);
    expect(values.articles).toBe(5);
    expect(values.pause_seconds).toBe("1");
    expect(values.words).toBe("cheap");
    expect(values.other).toBe("");
  });

  it("are left out where they are empty, and lists are read by line", () => {
    const values = { ...initialValues(specs), words: " a \n\n b", articles: "" };
    expect(sentInputs(specs, values)).toEqual({
      schedule: "0 7 * * 1-5",
      pause_seconds: 2_592_000,
      picture: true,
      words: ["a", "b"],
    });
    expect(Object.keys(missing(specs, values))).toEqual(["notify_to"]);
  });

  it("are texts where their type is not known", () => {
    const spec = specOf({ name: "x", type: "colour", options: "no" });
    expect([spec.type, spec.label, spec.options]).toEqual(["text", "x", []]);
    expect(optionLabel(spec, 604_800)).toBe("604800");
    expect(optionLabel(spec, "draft")).toBe("draft");
  });
});
