import { describe, expect, it } from "vitest";

import { blankDoc, type RuleDoc } from "./document";
import { countIn, mergeProblems, placeOf, problemList, problemsOf } from "./problems";
import { withList, withNode } from "./steps";

const doc: RuleDoc = {
  ...blankDoc("s1"),
  actions: [
    { id: "write", type: "generate_content", name: "Write" },
    { id: "tell", type: "notify", params: { message: "{{ steps.write.count }}" } },
  ],
  on_failure: [{ id: "sorry", type: "notify", params: { message: "{{ steps.write.count }}" } }],
};

const problems = {
  name: ["This is needed."],
  "actions[0].params.limit": ["Too many.", "Far too many."],
  "on_failure[0].params.to": ["Must be given."],
  "event.type": ["There is no such event."],
};

describe("problems", () => {
  it("are told with the step that they are about, where there is one", () => {
    const list = problemList(doc, problems);
    expect(list[0]).toMatchObject({ section: "details", node: null, field: "name" });
    expect(list[1]).toMatchObject({
      section: "steps",
      path: "actions/0",
      node: "Write",
      field: "params.limit",
      text: "Too many. Far too many.",
    });
    expect(list[2]).toMatchObject({ root: "on_failure", node: "sorry" });
    expect(countIn(list, "steps")).toBe(2);
    expect(countIn(list, "trigger")).toBe(1);
  });

  it("name the place of a step that is gone by its path", () => {
    expect(problemList(doc, { "actions[9]": ["?"] })[0]?.node).toBe("actions/9");
  });

  it("belong to one list each, and the last word counts", () => {
    expect(Object.keys(problemsOf(problems, "on_failure"))).toEqual(["on_failure[0].params.to"]);
    expect(mergeProblems({ name: ["a"] }, { name: ["b"] })).toEqual({ name: ["b"] });
    expect(placeOf("conditions[0].value").section).toBe("conditions");
  });
});

describe("the lists of a rule", () => {
  it("give what comes in an id that no other list has", () => {
    const added = [...doc.on_failure, { id: "tell", type: "notify", params: {} }];
    const part = withList(doc, "on_failure", added);
    expect(part.on_failure?.map(({ id }) => id)).toEqual(["sorry", "tell_2"]);
    const inner = { id: "loop", type: "for_each", actions: [{ id: "write", type: "stop" }] };
    const nested = withList(doc, "on_recovery", [inner]);
    expect(nested.on_recovery?.[0]).toMatchObject({ id: "loop", actions: [{ id: "write_2" }] });
    expect(withList(doc, "actions", doc.actions).actions).toEqual(doc.actions);
  });

  it("follow a step that gets another id, also in the handlers", () => {
    const part = withNode(doc, "actions", "actions/0", { ...doc.actions[0]!, id: "draft" });
    expect(part.actions?.[1]?.params?.message).toBe("{{ steps.draft.count }}");
    expect(part.on_failure?.[0]?.params?.message).toBe("{{ steps.draft.count }}");
  });

  it("change one step alone where its id stays", () => {
    const part = withNode(doc, "actions", "actions/1", { ...doc.actions[1]!, name: "Tell" });
    expect(Object.keys(part)).toEqual(["actions"]);
    expect(part.actions?.[1]?.name).toBe("Tell");
  });
});
