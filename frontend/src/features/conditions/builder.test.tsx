import { fireEvent, screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { Condition, Problems } from "@/lib/rule";
import { answerCatalog, contentUpdated, Held, renderForm } from "@/test/formFixtures";
import { answer, offline } from "@/test/server";
import { ok } from "@/test/fakeApi";
import { operators } from "@/test/formFixtures";

import { ConditionBuilder } from "./ConditionBuilder";
import { triggerFields } from "./contextFields";

const fields = triggerFields(
  {
    trigger: "event",
    schedules: [],
    event: { type: "content.updated" },
    webhook: null,
    inputs: [],
  },
  [contentUpdated],
);

async function build(first: Condition | null, problems: Problems = {}) {
  const onValue = vi.fn<(value: Condition | null) => void>();
  const user = renderForm(
    <Held<Condition | null> first={first} onValue={onValue}>
      {(value, onChange) => (
        <ConditionBuilder
          value={value}
          onChange={onChange}
          fields={fields}
          prefix="conditions"
          problems={problems}
        />
      )}
    </Held>,
  );
  await screen.findByRole("group", { name: "Conditions" });
  return { user, last: () => onValue.mock.lastCall?.[0] };
}

const row = (name: RegExp) => within(screen.getByRole("group", { name }));

beforeEach(() => {
  answerCatalog();
});

describe("ConditionBuilder", () => {
  it("begins with nothing, and adds a comparison that has the focus", async () => {
    const { user, last } = await build(null);
    expect(screen.getByText("No conditions: it always holds.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Add a condition" }));
    const field = screen.getByRole("combobox", { name: "Field" });
    expect(field).toHaveFocus();
    await user.type(field, "word");
    await user.click(await screen.findByRole("option", { name: /^Word count word_count/ }));
    await user.selectOptions(screen.getByRole("combobox", { name: "Comparison" }), "greater_than");
    await user.type(screen.getByRole("textbox", { name: "Value" }), "1000");
    expect(last()).toEqual([{ field: "word_count", operator: "greater_than", value: 1000 }]);
  });

  it("offers the operators of the field's type", async () => {
    await build([{ field: "needs_writing", operator: "is_true" }]);
    const operator = screen.getByRole("combobox", { name: "Comparison" });
    const names = within(operator)
      .getAllByRole("option")
      .map((one) => one.textContent);
    expect(names).toEqual(["is", "is true", "is one of", "exists", "changed"]);
    expect(screen.queryByRole("textbox", { name: "Value" })).not.toBeInTheDocument();
  });

  it("takes another operator where the field's type is another", async () => {
    const { user, last } = await build([{ field: "word_count", operator: "greater_than", value: 5 }]);
    const field = screen.getByRole("combobox", { name: "Field" });
    await user.clear(field);
    await user.type(field, "needs_writing");
    await user.keyboard("{Escape}");
    expect(last()).toEqual([{ field: "needs_writing", operator: "equals", value: true }]);
  });

  it("nests groups, which join the other way", async () => {
    const { user, last } = await build([{ field: "title", operator: "exists" }]);
    await user.click(screen.getByRole("button", { name: "Add a group" }));
    expect(last()).toEqual([
      { field: "title", operator: "exists" },
      { any: [{ field: "", operator: "equals", value: "" }] },
    ]);
    const group = screen.getByRole("group", { name: "Group of conditions" });
    const join = within(group).getByRole("combobox", { name: "How the conditions are joined" });
    expect(join).toHaveDisplayValue("At least one of these holds");
    await user.selectOptions(join, "all");
    expect(last()).toMatchObject([{}, { all: [{}] }]);
    await user.click(within(group).getByRole("button", { name: "Add a condition" }));
    expect(within(group).getAllByRole("combobox", { name: "Field" })).toHaveLength(2);
  });

  it("turns, wraps, copies, moves and removes", async () => {
    const { user, last } = await build([
      { field: "title", operator: "exists" },
      { field: "tags", operator: "exists" },
    ]);
    const choose = async (row: string, action: string) => {
      await user.click(screen.getByRole("button", { name: `More for ${row}` }));
      await user.click(await screen.findByRole("menuitem", { name: action }));
    };
    await choose("Condition 1: title", "Turn into its opposite");
    expect(last()).toMatchObject([{ not: { field: "title" } }, { field: "tags" }]);
    expect(screen.getByText("Not")).toBeVisible();
    await choose("Condition 1: title", "Take “not” away");
    await choose("Condition 1: title", "Move down");
    expect(last()).toMatchObject([{ field: "tags" }, { field: "title" }]);
    await choose("Condition 1: tags", "Put into a group");
    expect(last()).toMatchObject([{ any: [{ field: "tags" }] }, { field: "title" }]);
    await choose("Group of conditions", "Dissolve the group");
    await choose("Condition 2: title", "Duplicate");
    expect(last()).toHaveLength(3);
    await user.click(screen.getByRole("button", { name: "Remove Condition 3: title" }));
    await user.click(screen.getByRole("button", { name: "Remove Condition 2: title" }));
    await user.click(screen.getByRole("button", { name: "Remove Condition 1: tags" }));
    expect(last()).toBeNull();
    expect(screen.getByRole("button", { name: "Add a condition" })).toHaveFocus();
  });

  it("minds upper and lower case when told", async () => {
    const { user, last } = await build([{ field: "title", operator: "contains", value: "SEO" }]);
    await user.click(screen.getByRole("button", { name: /^More for/ }));
    const byCase = await screen.findByRole("menuitemcheckbox", { name: /upper and lower/ });
    expect(byCase).not.toBeChecked();
    await user.click(byCase);
    expect(last()).toMatchObject([{ case_sensitive: true }]);
    await user.click(screen.getByRole("button", { name: /^More for/ }));
    await user.click(await screen.findByRole("menuitemcheckbox", { name: /other types/ }));
    expect(last()).toMatchObject([{ case_sensitive: true, loose: true }]);
  });

  it("takes an expression in the place of a value", async () => {
    const { user, last } = await build([{ field: "title", operator: "contains", value: "SEO" }]);
    await user.click(screen.getByRole("button", { name: /^More for/ }));
    await user.click(await screen.findByRole("menuitem", { name: /Use an expression/ }));
    expect(screen.getByRole("textbox", { name: "Value: Expression" })).toHaveValue(
      "{{ site.language }}",
    );
    await user.click(screen.getByRole("button", { name: /^More for/ }));
    await user.click(await screen.findByRole("menuitem", { name: "Use a plain value" }));
    expect(last()).toMatchObject([{ value: "" }]);
  });

  it("has inputs for moments and times", async () => {
    const { user, last } = await build([
      { field: "publish_at", operator: "after", value: "-7d" },
      { field: "publish_at", operator: "within_last", value: "7d" },
      { field: "publish_at", operator: "weekday_in", value: ["mon"] },
      { field: "publish_at", operator: "time_between", value: ["22:00", "06:00"] },
      { field: "publish_at", operator: "between", value: ["-7d", "now"] },
    ]);
    const at = (index: number) => (last() as unknown[])[index];
    await user.selectOptions(screen.getByLabelText("Value: Kind of moment"), "day");
    fireEvent.change(screen.getByLabelText("Value: Date"), { target: { value: "2026-12-01" } });
    expect(at(0)).toMatchObject({ value: "2026-12-01" });
    await user.selectOptions(row(/^Condition 2:/).getByLabelText("Value: unit"), "h");
    expect(at(1)).toMatchObject({ value: "7h" });
    await user.click(screen.getByRole("checkbox", { name: "Wed" }));
    expect(at(2)).toMatchObject({ value: ["mon", "wed"] });
    const until = row(/^Condition 4:/).getByLabelText("Value: Until");
    fireEvent.change(until, { target: { value: "07:00" } });
    expect(at(3)).toMatchObject({ value: ["22:00", "07:00"] });
    await user.selectOptions(screen.getByLabelText("Value: Until: Kind of moment"), "ahead");
    expect(at(4)).toMatchObject({ value: ["-7d", "+7d"] });
  });

  it("has inputs for numbers and lists", async () => {
    const { user, last } = await build([
      { field: "word_count", operator: "between", value: [1, 5] },
      { field: "word_count", operator: "in", value: [1, 2] },
      { field: "tags", operator: "length_equals", value: 2 },
      { field: "tags", operator: "equals", value: ["a"] },
    ]);
    const at = (index: number) => (last() as unknown[])[index];
    await user.clear(screen.getByRole("textbox", { name: "Value: Highest" }));
    expect(at(0)).toMatchObject({ value: [1, null] });
    await user.type(row(/^Condition 2:/).getByRole("combobox", { name: "Value" }), "3{Enter}x{Enter}");
    expect(at(1)).toMatchObject({ value: [1, 2, 3] });
    await user.type(row(/^Condition 3:/).getByRole("textbox", { name: "Value" }), "0");
    expect(at(2)).toMatchObject({ value: 20 });
    expect(screen.getByLabelText("Value: The value as JSON")).toHaveValue('[\n  "a"\n]');
  });

  it("has inputs for texts, and for values of a field that nobody knows", async () => {
    const { user, last } = await build([
      { field: "webhook.body.x", operator: "equals", value: 5 },
      { field: "title", operator: "matches", value: "^a" },
    ]);
    const at = (index: number) => (last() as unknown[])[index];
    const type = screen.getByLabelText("Value: Type of the value");
    await user.selectOptions(type, "text");
    expect(at(0)).toMatchObject({ value: "5" });
    await user.selectOptions(type, "null");
    expect(at(0)).toMatchObject({ value: null });
    await user.selectOptions(type, "boolean");
    await user.selectOptions(row(/^Condition 1:/).getByLabelText("Value"), "no");
    expect(at(0)).toMatchObject({ value: false });
    await user.type(row(/^Condition 2:/).getByRole("textbox", { name: "Value" }), "b");
    expect(at(1)).toMatchObject({ value: "^ab" });
  });

  it("asks for conditions on the items of a list", async () => {
    const { user, last } = await build([{ field: "tags", operator: "any_item", value: [] }]);
    const inner = within(screen.getByRole("group", { name: "What must hold for an item" }));
    await user.click(inner.getByRole("button", { name: "Add a condition" }));
    await user.type(inner.getByRole("combobox", { name: "Field" }), "item");
    await user.keyboard("{Escape}");
    expect(last()).toMatchObject([{ field: "tags", operator: "any_item", value: [{ field: "item" }] }]);
  });

  it("says at its field what is wrong", async () => {
    await build(
      [{ not: { field: "title", operator: "nonsense", value: "x" } }, "what?" as unknown as Condition],
      {
        "conditions[0].not.operator": ["There is no operator `nonsense`."],
        "conditions[0].not.value": ["Must be text."],
        "conditions[1]": ["Must be a list of conditions."],
      },
    );
    expect(screen.getByRole("combobox", { name: "Comparison" })).toBeInvalid();
    expect(screen.getByText("There is no operator `nonsense`.")).toBeVisible();
    expect(screen.getByText("Must be text.")).toBeVisible();
    expect(screen.getByText("Must be a list of conditions.")).toBeVisible();
    expect(screen.getByText("This part can be changed as JSON only.")).toBeVisible();
  });

  it("says when the operators do not load, and tries again", async () => {
    offline("get", "/automation/rules/condition-operators/");
    const user = renderForm(
      <ConditionBuilder value={null} onChange={vi.fn()} fields={[]} prefix="conditions" />,
    );
    await screen.findByRole("alert");
    answer("get", "/automation/rules/condition-operators/", () => ok(operators));
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("button", { name: "Add a condition" })).toBeVisible();
  });
});
