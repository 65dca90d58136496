import { screen } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { Condition } from "@/lib/rule";
import { ok, page, refuse } from "@/test/fakeApi";
import { answerCatalog, Held, renderForm } from "@/test/formFixtures";
import { answer } from "@/test/server";

import { liveResults, liveSentence } from "./live";
import { LiveConditions } from "./LiveConditions";

const comparison = {
  at: "conditions[0]",
  path: "word_count",
  operator: "greater_than",
  expected: 1000,
  actual: 812,
  found: true,
  result: false,
  error: null,
  reached: true,
};
const tried = {
  result: false,
  reason: "`word_count` is greater than 1000: it is 812.",
  evaluation: { at: "conditions", all: [comparison], result: false, reached: true },
  context: {},
};

function show(
  first: Condition | null = [{ field: "word_count", operator: "greater_than", value: 1000 }],
) {
  return renderForm(
    <Held<Condition | null> first={first} onValue={vi.fn()}>
      {(value, onChange) => (
        <LiveConditions
          value={value}
          onChange={onChange}
          fields={[]}
          prefix="conditions"
          ruleId="r1"
          siteId="s1"
        />
      )}
    </Held>,
  );
}

beforeEach(() => {
  answerCatalog();
  answer("get", "/content/", () => page([{ id: "c1", title: "Home" }]));
});

describe("the live answer", () => {
  it("says how each comparison comes out on an article", async () => {
    let asked: unknown;
    answer("post", "/automation/rules/test-conditions/", async (request) => {
      asked = await request.json();
      return ok(tried);
    });
    const user = show();
    await user.selectOptions(await screen.findByLabelText("Try it on"), "content");
    await user.click(screen.getByRole("combobox", { name: "Which one" }));
    await user.click(await screen.findByRole("option", { name: "Home" }));
    expect(await screen.findByText("word_count is 812: does not hold")).toBeVisible();
    expect(screen.getByText("The conditions do not hold")).toBeVisible();
    expect(screen.getByText("word_count is greater than 1000: it is 812.")).toBeVisible();
    expect(asked).toMatchObject({ content_id: "c1", rule: "r1", conditions: [{}] });
  });

  it("tries fields of one's own, and says when it cannot", async () => {
    answer("post", "/automation/rules/test-conditions/", () =>
      ok({ ...tried, result: null, reason: "It is text, not a number.", evaluation: null }),
    );
    const user = show();
    await user.selectOptions(await screen.findByLabelText("Try it on"), "sample");
    expect(await screen.findByText("This cannot be decided")).toBeVisible();
    answer("post", "/automation/rules/test-conditions/", () =>
      refuse(400, "validation_error", "conditions[0].value: Must be a number."),
    );
    const fields = screen.getByLabelText("Fields as JSON");
    await user.click(fields);
    await user.paste('{"word_count": 5}');
    expect(await screen.findByText("conditions[0].value: Must be a number.")).toBeVisible();
  });

  it("has nothing to try without conditions", async () => {
    show(null);
    expect(await screen.findByText("Add a condition to try it.")).toBeVisible();
  });
});

describe("live results", () => {
  it("stand at the places of their comparisons", () => {
    const found = liveResults(
      { at: "conditions.any", any: [{ ...comparison, at: "conditions.any[0]" }] },
      "x.when",
    );
    expect(Object.keys(found)).toEqual(["x.when.any[0]"]);
    expect(liveResults("nothing")).toEqual({});
    expect(liveResults({ ...comparison, at: 5 })).toEqual({});
  });

  it("are told in a sentence", () => {
    const result = { ...comparison, at: undefined };
    expect(liveSentence({ ...result, result: true })).toBe("word_count is 812: holds");
    expect(liveSentence({ ...result, found: false })).toBe("word_count is not there: does not hold");
    expect(liveSentence({ ...result, found: false, result: true })).toBe(
      "word_count is not there: holds",
    );
    expect(liveSentence({ ...result, result: null, error: "it is text, not a number" })).toBe(
      "word_count: it is text, not a number",
    );
    expect(liveSentence({ ...result, actual: "x".repeat(200) })).toContain("…");
  });
});
