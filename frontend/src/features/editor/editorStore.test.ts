import { describe, expect, it } from "vitest";

import { rules } from "@/test/fixtures";

import { blankDoc, docOf } from "./document";
import { createEditorStore, isDirty } from "./editorStore";

const [RULE] = rules;

function blank() {
  const clock = { now: 0 };
  const store = createEditorStore(blankDoc("s1"), null, () => clock.now);
  const undo = () => {
    store.temporal.getState().undo();
  };
  return { store, clock, get: store.getState, undo };
}

describe("the store of an editor", () => {
  it("knows what is unsaved, and that undoing all of it leaves nothing", () => {
    const { get, undo } = blank();
    expect(isDirty(get())).toBe(false);
    get().change({ name: "A rule" });
    expect(isDirty(get())).toBe(true);
    undo();
    expect(isDirty(get())).toBe(false);
  });

  it("undoes what was typed in one go as one", () => {
    const { get, undo, clock } = blank();
    for (const name of ["A", "Ab", "Abc"]) {
      get().change({ name }, "name");
      clock.now += 300;
    }
    clock.now += 5000;
    get().change({ name: "Abcd" }, "name");
    undo();
    expect(get().doc.name).toBe("Abc");
    undo();
    expect(get().doc.name).toBe("");
  });

  it("begins anew after an undo, even in the same second", () => {
    const { get, undo, store } = blank();
    get().change({ name: "A" }, "name");
    undo();
    get().change({ name: "B" }, "name");
    expect(store.temporal.getState().futureStates).toHaveLength(0);
    undo();
    expect(get().doc.name).toBe("");
  });

  it("does not count as a step back what changes nothing of the rule", () => {
    const { get, store } = blank();
    get().show("budget");
    get().select("actions/0");
    get().openRoot("on_failure");
    expect(store.temporal.getState().pastStates).toHaveLength(0);
    expect(get()).toMatchObject({ section: "budget", root: "on_failure", selected: null });
  });

  it("keeps what was typed while it was being saved as unsaved", () => {
    const { get } = blank();
    get().change({ name: "Sent" });
    const sent = get().doc;
    get().change({ name: "Sent, and more" });
    get().drafted(RULE!, sent);
    expect(isDirty(get())).toBe(true);
    expect(get().doc.name).toBe("Sent, and more");
  });

  it("keeps as unsaved what a draft does not hold", () => {
    const store = createEditorStore(docOf(RULE!), RULE!);
    store.getState().change({ name: "Other", isActive: false });
    store.getState().drafted(RULE!, store.getState().doc);
    expect(isDirty(store.getState())).toBe(true);
    store.getState().change({ isActive: true });
    expect(isDirty(store.getState())).toBe(false);
  });

  it("remembers the version that the work was begun on until it is published", () => {
    const rule = { ...RULE!, version: 3 };
    const store = createEditorStore(docOf(rule), rule);
    expect(store.getState().base).toBe(3);
    store.getState().drafted({ ...rule, version: 4 }, store.getState().doc);
    expect(store.getState().base).toBe(3);
    store.getState().published({ ...rule, version: 5 }, store.getState().doc);
    expect(store.getState().base).toBe(5);
  });

  it("takes the version that a draft was begun on for that", () => {
    const rule = { ...RULE!, version: 5, draft: { base_version: 2, definition: {} } };
    expect(createEditorStore(docOf(rule), rule).getState().base).toBe(2);
  });

  it("loads the server's rule as a step that can be undone", () => {
    const { get, undo } = blank();
    get().change({ name: "Mine" });
    get().load(RULE!);
    expect(get().doc.name).toBe(RULE!.name);
    expect(isDirty(get())).toBe(false);
    undo();
    expect(get().doc.name).toBe("Mine");
  });

  it("leads to where a problem is", () => {
    const { get } = blank();
    get().jump("on_failure[0].branches[1].actions[2].params.to");
    expect(get()).toMatchObject({
      section: "steps",
      root: "on_failure",
      selected: "on_failure/0/branches/1/actions/2",
    });
    get().jump("schedules[0].cron");
    expect(get().section).toBe("trigger");
    get().jump("budget.per_run");
    expect(get().section).toBe("budget");
    get().jump(null);
    expect(get().wanted).toBeNull();
  });

  it("forgets what was refused with the next change", () => {
    const { get } = blank();
    get().refuse({ name: ["Missing."] });
    get().change({ name: "A" });
    expect(get().refused).toEqual({});
  });
});
