import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { Earlier, Node, Problems } from "@/lib/rule";
import { earlierSteps } from "@/lib/rule";
import { ok, page, refuse } from "@/test/fakeApi";
import { actionTypes, answerCatalog, flowNodes, Held, renderForm } from "@/test/formFixtures";
import { answer } from "@/test/server";

import { StepForm } from "./StepForm";

const write: Node = { id: "write", type: "generate_content", params: {} };
const loop: Node = { id: "each", type: "for_each", items: "{{ steps.write.content_ids }}", actions: [] };

const behindWrite = (node: Node): Earlier => earlierSteps([write, node], "actions/1");

function show(node: Node, problems: Problems = {}, earlier: Earlier = behindWrite(node)) {
  const onValue = vi.fn<(value: Node) => void>();
  const user = renderForm(
    <Held<Node> first={node} onValue={onValue}>
      {(value, onChange) => (
        <StepForm
          node={value}
          onChange={onChange}
          actionTypes={actionTypes}
          flowNodes={flowNodes}
          earlier={earlier}
          problems={problems}
          prefix="actions[1]"
          siteId="s1"
        />
      )}
    </Held>,
  );
  return { user, last: () => onValue.mock.lastCall?.[0] };
}

type User = ReturnType<typeof renderForm>;

/** At once, as from the clipboard: a form of this size takes its time for each key. */
async function fill(user: User, field: HTMLElement, text: string): Promise<void> {
  await user.click(field);
  await user.paste(text);
}

const publish: Node = { id: "publish", type: "publish_to_wordpress", params: {} };
const presets = [{ id: "p1", name: "As drafts", params: { post_status: "draft" } }];

beforeEach(() => {
  answerCatalog();
  answer("get", "/automation/presets/", () => page(presets));
  for (const path of ["/content/", "/connections/", "/writing-tasks/"]) {
    answer("get", path, () => page([{ id: "x1", title: "First", name: "First" }]));
  }
  answer("get", "/connections/gone/", () => refuse(404, "not_found", "Gone."));
});

describe("the form of an action", () => {
  it("is made from its schema, and leaves out what is as usual", async () => {
    const { user, last } = show(publish);
    expect(screen.getByText("Credits: 5 per article")).toBeVisible();
    expect(screen.getByRole("textbox", { name: "At most" })).toHaveAttribute("placeholder", "100");
    await user.type(screen.getByRole("textbox", { name: "At most" }), "5");
    await user.selectOptions(screen.getByLabelText("Publish as"), "draft");
    expect(last()?.params).toEqual({ limit: 5, post_status: "draft" });
    await user.clear(screen.getByRole("textbox", { name: "At most" }));
    await user.selectOptions(screen.getByLabelText("Publish as"), "By default: publish");
    expect(last()?.params).toEqual({});
    await user.type(screen.getByRole("textbox", { name: "Name of this step" }), "Out");
    expect(last()?.name).toBe("Out");
    await user.clear(screen.getByRole("textbox", { name: "Name of this step" }));
    expect(last()).not.toHaveProperty("name");
  });

  it("takes the outputs of earlier steps, those that fit best first", async () => {
    const { user, last } = show(publish);
    await user.click(screen.getByRole("button", { name: "Insert a value: Contents" }));
    const list = within(await screen.findByRole("listbox", { name: "Insert a value: Contents" }));
    const options = list.getAllByRole("option");
    expect(options.map((one) => one.textContent)).toEqual([
      "Content idssteps.write.content_idsList",
      "Resultssteps.write.resultsList",
      "Items that failedsteps.write.failedList",
    ]);
    await user.type(screen.getByRole("textbox", { name: "Search values" }), "none such");
    expect(screen.getByText("There is no value of this kind here.")).toBeVisible();
    await user.clear(screen.getByRole("textbox", { name: "Search values" }));
    await user.click(list.getAllByRole("option")[0]!);
    expect(last()?.params).toEqual({ content_ids: "{{ steps.write.content_ids }}" });
    const expression = screen.getByRole("textbox", { name: "Contents" });
    await user.type(expression, " ");
    await user.click(screen.getByRole("button", { name: "Back to a fixed value: Contents" }));
    expect(last()?.params).toEqual({});
  });

  it("picks things of the account by name", async () => {
    const { user, last } = show(publish);
    await user.click(screen.getByRole("combobox", { name: "Contents" }));
    await user.click(await screen.findByRole("option", { name: "First" }));
    expect(last()?.params).toEqual({ content_ids: ["x1"] });
    await user.click(screen.getByRole("combobox", { name: "Connection" }));
    await user.click((await screen.findAllByRole("option", { name: "First" })).at(-1)!);
    expect(last()?.params).toEqual({ content_ids: ["x1"], integration_id: "x1" });
  });

  it("shows an id whose thing is gone", async () => {
    show({ ...publish, params: { integration_id: "gone" } });
    await waitFor(() => {
      expect(screen.getByRole("combobox", { name: "Connection" })).toHaveValue("gone");
    });
  });

  const ask: Node = { id: "ask", type: "http_request", params: { x: 1 } };

  it("has inputs for text, switches and lists", async () => {
    const { user, last } = show(ask);
    expect(screen.getByText("Costs no credits")).toBeVisible();
    await fill(user, screen.getByRole("textbox", { name: /^Address/ }), "https://x/");
    await user.click(screen.getByRole("button", { name: /^Insert a value: Address/ }));
    await user.click(await screen.findByRole("option", { name: /site\.language/ }));
    await user.click(screen.getByRole("checkbox", { name: "Fail on an error" }));
    await user.selectOptions(screen.getByLabelText("May be sent twice"), "false");
    await fill(user, screen.getByRole("combobox", { name: "To" }), "a@example.com");
    await user.keyboard("{Enter}");
    await fill(user, screen.getByRole("textbox", { name: "Message" }), "Hi");
    await user.selectOptions(screen.getByLabelText("Severity"), "error");
    expect(last()?.params).toEqual({
      x: 1,
      url: "https://x/{{ site.language }}",
      fail_on_error: false,
      repeatable: false,
      to: ["a@example.com"],
      message: "Hi",
      severity: "error",
    });
  });

  it("has inputs for pairs and JSON, and keeps what it does not know", async () => {
    const { user, last } = show(ask);
    await fill(user, screen.getByRole("textbox", { name: "JSON" }), '{"a": [1]}');
    expect(last()?.params).toEqual({ x: 1, json: { a: [1] } });
    const headers = within(screen.getByRole("group", { name: "Headers" }));
    await user.click(headers.getByRole("button", { name: "Add a value" }));
    await fill(user, headers.getByLabelText("Headers: value of value"), "1");
    const name = headers.getByLabelText("Headers: name 1");
    await user.clear(name);
    await fill(user, name, "X-Key");
    await user.keyboard("{Enter}");
    expect(last()?.params?.headers).toEqual({ "X-Key": "1" });
    await user.click(headers.getByRole("button", { name: "Remove X-Key" }));
    expect(last()?.params).not.toHaveProperty("headers");
    await user.clear(screen.getByLabelText("Settings that this action does not know"));
    expect(last()?.params).not.toHaveProperty("x");
  });

  it("says at the field what is wrong", () => {
    show(publish, {
      "actions[1].params.limit": ["Must be at most 1000."],
      "actions[1].params.content_ids[0]": ["Must be an id."],
      "actions[1].name": ["Is too long."],
      "actions[11].params.limit": ["Another step's."],
    });
    expect(screen.getByText("Must be at most 1000.")).toBeVisible();
    expect(screen.getByText("Must be an id.")).toBeVisible();
    expect(screen.getByText("Is too long.")).toBeVisible();
    expect(screen.queryByText("Another step's.")).not.toBeInTheDocument();
  });

  it("takes presets over, and makes new ones", async () => {
    const { user, last } = show(publish);
    await user.click(screen.getByRole("button", { name: "Presets" }));
    await user.click(await screen.findByRole("menuitem", { name: "As drafts" }));
    expect(last()?.params).toEqual({ post_status: "draft" });
    let saved: unknown;
    answer("post", "/automation/presets/", async (request) => {
      saved = await request.json();
      return ok({ ...presets[0], name: "Mine" }, 201);
    });
    await user.click(screen.getByRole("button", { name: "Presets" }));
    await user.click(await screen.findByRole("menuitem", { name: /Save these settings/ }));
    await user.type(await screen.findByLabelText(/Name of the preset/), "Mine");
    await user.click(screen.getByRole("button", { name: "Save the preset" }));
    expect(await screen.findByText("The preset “Mine” is saved")).toBeVisible();
    expect(saved).toEqual({
      name: "Mine",
      action_type: "publish_to_wordpress",
      params: { post_status: "draft" },
    });
  });
});

describe("what every step can have", () => {
  it("is a condition, and a way with errors", async () => {
    const { user, last } = show(publish);
    await user.click(screen.getByRole("button", { name: /^Only when/ }));
    await user.click(await screen.findByRole("button", { name: "Add a condition" }));
    expect(last()?.when).toEqual([{ field: "", operator: "equals", value: "" }]);
    expect(screen.getByText("1 condition")).toBeVisible();
    await user.click(screen.getByRole("button", { name: /^Remove Condition/ }));
    expect(last()).not.toHaveProperty("when");
    await user.click(screen.getByRole("button", { name: /^If it fails/ }));
    await user.click(await screen.findByRole("radio", { name: "the run goes on" }));
    expect(last()?.on_error).toBe("continue");
    await user.click(screen.getByRole("radio", { name: /other steps run/ }));
    expect(last()?.on_error).toEqual([]);
    await user.click(screen.getByRole("radio", { name: "the run stops" }));
    expect(last()).not.toHaveProperty("on_error");
  });

  it("is a number of tries, and a time limit", async () => {
    const { user, last } = show(publish);
    await user.click(screen.getByRole("button", { name: /^Tries and time/ }));
    await user.type(await screen.findByRole("textbox", { name: "Tries in all" }), "5");
    await user.type(screen.getByLabelText("Pause before the second try: how many"), "2");
    await user.type(screen.getByLabelText("Time limit: how many"), "3");
    expect(last()).toMatchObject({ retry: { attempts: 5, backoff_seconds: 2 }, timeout_seconds: 180 });
    await user.clear(screen.getByRole("textbox", { name: "Tries in all" }));
    await user.clear(screen.getByLabelText("Pause before the second try: how many"));
    expect(last()).not.toHaveProperty("retry");
  });
});

describe("the forms of flow nodes", () => {
  it("branch: ways with names and conditions", async () => {
    const { user, last } = show({
      id: "b",
      type: "branch",
      branches: [{ conditions: [], actions: [write] }],
    });
    expect(screen.getByText("1 step inside")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Add a way" }));
    expect(last()?.branches).toHaveLength(2);
    const second = within(screen.getByRole("region", { name: /^Way 2/ }));
    await user.click(await second.findByRole("button", { name: "Add a condition" }));
    await user.type(second.getByRole("textbox", { name: "Name of the way" }), "Long");
    expect(last()?.branches?.[1]).toMatchObject({ name: "Long", conditions: [{}], actions: [] });
    await user.click(screen.getByRole("button", { name: "Remove Long" }));
    expect(last()?.branches).toHaveLength(1);
    expect(screen.queryByRole("button", { name: "Remove Way 1" })).not.toBeInTheDocument();
  });

  it("parallel: how many at once, and what a failure means", async () => {
    const { user, last } = show({ id: "p", type: "parallel", branches: [{ actions: [] }] });
    await user.type(screen.getByRole("textbox", { name: "At most so many at once" }), "2");
    await user.selectOptions(screen.getByLabelText("If one of them fails"), "collect");
    expect(last()).toMatchObject({ limit: 2, fail: "collect" });
    await user.clear(screen.getByRole("textbox", { name: "At most so many at once" }));
    expect(last()).not.toHaveProperty("limit");
  });

  it("for each: over what, how many at once", async () => {
    const { user, last } = show(loop);
    expect(screen.getByLabelText(/^For each of/)).toHaveValue("{{ steps.write.content_ids }}");
    const concurrency = screen.getByRole("textbox", { name: "So many at once" });
    await user.clear(concurrency);
    await user.type(concurrency, "5");
    await user.selectOptions(screen.getByLabelText("If one of them fails"), "continue");
    expect(last()).toMatchObject({ concurrency: 5, on_item_error: "continue" });
    await user.click(screen.getByRole("button", { name: /^Back to a fixed value/ }));
    await user.type(screen.getByRole("combobox", { name: /^For each of/ }), "a{Enter}");
    expect(last()?.items).toEqual(["a"]);
  });

  it("wait: for some time, until a moment, or until something happens", async () => {
    const { user, last } = show({ id: "w", type: "wait", params: { seconds: 3600 } });
    await user.selectOptions(screen.getByLabelText("How long: unit"), "d");
    expect(last()?.params).toEqual({ seconds: 86_400 });
    await user.click(screen.getByRole("radio", { name: "until a moment" }));
    await user.type(screen.getByLabelText("Until"), "2026-12-01T09:00");
    expect(last()?.params?.until).toMatch(/^2026-12-01T\d\d:00:00Z$/);
    await user.click(screen.getByRole("button", { name: "Insert a value: Until" }));
    await user.click(await screen.findByRole("option", { name: /^Now/ }));
    expect(last()?.params).toEqual({ until: "{{ now }}" });
    await user.click(screen.getByRole("radio", { name: "until something happens" }));
    await user.click(screen.getByRole("combobox", { name: "What must happen" }));
    await user.click(await screen.findByRole("option", { name: "Content updated" }));
    await user.click(await screen.findByRole("button", { name: "Add a condition" }));
    await user.type(screen.getByLabelText("At most: how many"), "2");
    expect(last()?.params).toMatchObject({
      event: { type: "content.updated", conditions: [{}] },
      timeout_seconds: 120,
    });
  });

  it("approval: what is asked, of whom, and what silence means", async () => {
    const { user, last } = show({ id: "a", type: "approval", params: {} });
    await fill(user, screen.getByRole("textbox", { name: "Title" }), "Look");
    await fill(user, screen.getByRole("textbox", { name: "What is asked" }), "Good?");
    await fill(user, screen.getByRole("combobox", { name: "Who may decide" }), "jo@example.com");
    await user.keyboard("{Enter}");
    await user.click(screen.getByRole("button", { name: "Insert a value: Decide one by one" }));
    await user.click((await screen.findAllByRole("option"))[0]!);
    await fill(user, screen.getByLabelText("Wait at most: how many"), "48");
    await user.selectOptions(screen.getByLabelText("If nobody decides in time"), "approve");
    await user.selectOptions(screen.getByLabelText("If it is rejected"), "continue");
    await user.click(await screen.findByRole("button", { name: "Add a condition" }));
    expect(last()?.params).toMatchObject({
      title: "Look",
      message: "Good?",
      approvers: ["jo@example.com"],
      items: "{{ steps.write.content_ids }}",
      deadline_hours: 48,
      on_deadline: "approve",
      on_reject: "continue",
      when: [{}],
    });
  });

  it("set: values of any type by name", async () => {
    const { user, last } = show({ id: "s", type: "set", params: { a: "x", b: 2 } });
    await user.type(screen.getByLabelText("Values: value of a"), "y");
    await user.selectOptions(screen.getByLabelText("Values: type of b"), "json");
    await user.selectOptions(screen.getByLabelText("Values: type of a"), "boolean");
    await user.selectOptions(screen.getByLabelText("Values: value of a"), "false");
    expect(last()?.params).toEqual({ a: false, b: [] });
    const name = screen.getByLabelText("Values: name 2");
    await user.clear(name);
    await user.type(name, "a{Enter}");
    expect(last()?.params).toEqual({ a: false, b: [] });
  });

  it("stop: as what, and why", async () => {
    const { user, last } = show({ id: "x", type: "stop", params: {} });
    await user.selectOptions(screen.getByLabelText("The run ends as"), "failed");
    await user.type(screen.getByRole("textbox", { name: "Reason" }), "No.");
    expect(last()?.params).toEqual({ status: "failed", reason: "No." });
  });

  it("of a kind that is not known: its settings as JSON", () => {
    show({ id: "p", type: "of_a_plugin", params: { a: 1 } });
    expect(screen.getByLabelText("Settings as JSON")).toHaveValue('{\n  "a": 1\n}');
  });
});

describe("what can be read", () => {
  it("inside a loop is the item, too", async () => {
    const inner: Node = { id: "m", type: "http_request", params: {} };
    const rule = [write, { ...loop, actions: [inner] }];
    const { user } = show(inner, {}, earlierSteps(rule, "actions/1/actions/0"));
    await user.click(screen.getByRole("button", { name: /^Insert a value: Message/ }));
    expect(await screen.findByRole("option", { name: /The item itself/ })).toBeVisible();
  });

  it("inside a loop over objects is what each of them has", async () => {
    const inner: Node = { id: "m", type: "http_request", params: {} };
    const over = { ...loop, items: "{{ steps.write.results }}", actions: [inner] };
    const { user } = show(inner, {}, earlierSteps([write, over], "actions/1/actions/0"));
    await user.click(screen.getByRole("button", { name: /^Insert a value: Message/ }));
    await user.click(await screen.findByRole("option", { name: /item\.before/ }));
    expect(screen.getByRole("textbox", { name: "Message" })).toHaveValue("{{ item.before }}");
  });

  it("in a handler is what went wrong", async () => {
    const handler: Node = { id: "m", type: "http_request", params: {} };
    const rule = [{ ...write, on_error: [handler] }];
    const { user } = show(handler, {}, earlierSteps(rule, "actions/0/on_error/0"));
    await user.click(screen.getByRole("button", { name: /^Insert a value: Message/ }));
    expect(await screen.findByRole("option", { name: /error\.message/ })).toBeVisible();
  });
});
