import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { ok, page, refuse } from "@/test/fakeApi";
import { progress, rules, tasks } from "@/test/fixtures";
import { answer, offline } from "@/test/server";

import { automationApi } from "./automation.api";
import { useAutomationStore } from "./automationStore";

const store = useAutomationStore.getState;

beforeEach(() => {
  useAutomationStore.setState(useAutomationStore.getInitialState(), true);
});

describe("rules in the store", () => {
  const body = { name: "New", trigger: "manual" as const, actions: [] };

  it("creates, changes and deletes a rule in place", async () => {
    answer("post", "/automation/rules/", () => ok({ ...rules[0], id: "r9", name: "New" }, 201));
    answer("patch", "/automation/rules/r9/", () => ok({ ...rules[0], id: "r9", name: "Newer" }));
    answer("delete", "/automation/rules/r9/", () => ok(null));
    await store().fetchRules();
    await store().createRule(body);
    expect(store().rules.map(({ name }) => name)).toContain("New");
    await store().updateRule("r9", { ...body, name: "Newer" });
    expect(store().rules.map(({ name }) => name)).toContain("Newer");
    expect(await store().deleteRule("r9")).toBe(true);
    expect(store().rules).toHaveLength(2);
  });

  it("keeps the rule when deleting is refused, and says why until cleared", async () => {
    answer("delete", "/automation/rules/r1/", () => refuse(403, "forbidden", "Only editors may."));
    await store().fetchRules();
    expect(await store().deleteRule("r1")).toBe(false);
    expect(store().rules).toHaveLength(2);
    expect(store().error?.message).toBe("Only editors may.");
    store().clearError();
    expect(store().error).toBeNull();
  });

  it("reads the action types", async () => {
    answer("get", "/automation/rules/action-types/", () => ok([{ type: "x", name: "X" }]));
    await store().fetchActionTypes();
    expect(store().actionTypes).toHaveLength(1);
    offline("get", "/automation/rules/action-types/");
    await store().fetchActionTypes();
    expect(store().error?.isOffline).toBe(true);
  });

  it("lists planned runs through the client", async () => {
    expect((await automationApi.getTasks({ status: "failed" })).items).toHaveLength(1);
  });
});

describe("a run in the store", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("is followed until it ends, through a poll that fails, and the rule is read anew", async () => {
    await store().executeRule("r1", "key");
    expect(store().executionProgress).toMatchObject({ ruleId: "r1", taskId: "t1", status: "pending" });
    await vi.advanceTimersByTimeAsync(2500);
    await vi.waitFor(() => {
      expect(store().executionProgress).toMatchObject({ status: "running", progress: 41 });
    });
    offline("get", "/automation/rules/r1/progress/");
    await vi.advanceTimersByTimeAsync(2500);
    answer("get", "/automation/rules/r1/progress/", () =>
      ok({ ...progress, status: "completed", progress: 100 }),
    );
    answer("get", "/automation/rules/r1/", () => ok({ ...rules[0], execution_count: 13 }));
    await vi.advanceTimersByTimeAsync(5000);
    await vi.waitFor(() => {
      expect(store().rules[0]?.execution_count).toBe(13);
    });
    expect(store().executionProgress?.status).toBe("completed");
  });

  it("leaves the shown progress alone when another rule is asked about", async () => {
    await store().fetchProgress("r2");
    expect(store().executionProgress).toBeNull();
  });
});

describe("history in the store", () => {
  it("keeps the answer to the newest question, whichever comes last", async () => {
    let release: (() => void) | undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    answer("get", "/automation/rules/execution-history/", async (request) => {
      const failed = new URL(request.url).searchParams.get("status") === "failed";
      if (!failed) await held;
      return page(failed ? [tasks[2]] : tasks);
    });
    const slow = store().fetchExecutionHistory({});
    await store().fetchExecutionHistory({ status: "failed" });
    release?.();
    await slow;
    expect(store().tasks.map(({ id }) => id)).toEqual(["t3"]);
  });
});
