/** What the editor asks for: kinds of steps, versions, plans. */
import type {
  ActionType,
  AutomationRule,
  EventType,
  FlowNodeType,
  PlanOfRule,
  RuleChange,
  RuleVersion,
  StepTrial,
} from "@/lib/api";

import { answer } from "./server";
import { ok, page } from "./fakeApi";
import { estimate, rules } from "./fixtures";
import { ago } from "./time";

const limit = { type: "integer", minimum: 1, maximum: 100, title: "Limit" };
const ids = (name: string) => ({
  type: "object",
  properties: { [name]: { type: "array", items: { type: "string" } } },
});

export const actionTypes: ActionType[] = [
  {
    type: "generate_ideas",
    name: "Generate Ideas",
    description: "Generate content ideas from clusters",
    params: ["limit"],
    schema: { type: "object", properties: { limit } },
    output_schema: ids("idea_ids"),
    credits: "15 per cluster",
  },
  {
    type: "generate_content",
    name: "Generate Content",
    description: "Generate article content from tasks",
    params: ["limit"],
    schema: { type: "object", properties: { limit } },
    output_schema: ids("content_ids"),
    credits: "50 per article",
  },
];

export const flowNodes: FlowNodeType[] = [
  {
    type: "branch",
    name: "Branch",
    description: "Goes one of several ways.",
    params: [],
    schema: null,
    keys: ["branches", "else"],
    node_schema: {},
    outputs: ["taken"],
  },
];

export const eventTypes: EventType[] = [
  {
    type: "content.updated",
    label: "An article was changed",
    description: "",
    changes: true,
    fields: [{ name: "word_count", type: "number" }],
  },
];

const [RULE] = rules;

/** A rule of two steps, in its second version. */
export const edited: AutomationRule = {
  ...RULE!,
  id: "r1",
  name: "Ideas to articles",
  version: 2,
  actions: [
    { id: "ideas", type: "generate_ideas", params: { limit: 5 } },
    { id: "write", type: "generate_content", params: {} },
  ],
};

const version = (part: Partial<RuleVersion>): RuleVersion => ({
  number: 1,
  status: "published",
  definition: { trigger: "manual", actions: edited.actions.slice(0, 1) },
  created_by: "dana@example.com",
  created_at: ago(90_000),
  restored_from: null,
  ...part,
});

export const versions: RuleVersion[] = [
  version({ number: 2, status: "live", definition: { actions: edited.actions } }),
  version({}),
];

export const changes: RuleChange[] = [
  {
    path: "actions[write]",
    kind: "added",
    before: null,
    after: null,
    sentence: "Step `write` (generate_content) was added.",
  },
];

export const plan: PlanOfRule = {
  conditions: { result: true, reason: "There are no conditions.", evaluation: null },
  actions: [
    {
      at: "actions[0]",
      id: "ideas",
      type: "generate_ideas",
      name: "Generate Ideas",
      certain: true,
      params: { limit: 5 },
      unknown: {},
      takes_over: { cluster_ids: "steps.cluster.cluster_ids" },
      items: { low: 5, expected: 5, high: 5 },
      credits: { low: 75, expected: 75, high: 90 },
      takes: { kind: "cluster", count: 4, ids: [] },
    },
    {
      at: "actions[1]",
      id: "write",
      type: "generate_content",
      name: "Generate Content",
      certain: false,
      params: { task_ids: "{{ steps.ideas.idea_ids }}" },
      unknown: { task_ids: "the path leads nowhere" },
      takes_over: {},
      items: null,
      credits: null,
      error: { code: "validation_error", message: "There is no such task." },
    },
  ],
  items: 5,
  credits: { low: 75, expected: 75, high: 90 },
  basis: "prices",
};

export const stepTrial: StepTrial = {
  path: "actions/0",
  id: "ideas",
  type: "generate_ideas",
  name: "",
  status: "would_run",
  params: { limit: 5 },
  takes: { kind: "cluster", count: 4 },
  data: { run_id: "t1", rule_version: 2, steps: [] },
};

/** The fake API with what the editor needs besides. */
export function answerEditor(rule: AutomationRule = edited): void {
  answer("get", "/automation/rules/action-types/", () => ok(actionTypes));
  answer("get", "/automation/rules/flow-nodes/", () => ok(flowNodes));
  answer("get", "/automation/rules/event-types/", () => ok(eventTypes));
  answer("get", "/automation/rules/condition-operators/", () => ok([]));
  answer("post", "/automation/rules/estimate/", () => ok(estimate));
  answer("get", `/automation/rules/${rule.id}/`, () => ok(rule));
  answer("get", `/automation/rules/${rule.id}/versions/`, () => page(versions));
  answer("get", `/automation/rules/${rule.id}/versions/2/diff/`, () => page(changes));
  answer("post", `/automation/rules/${rule.id}/plan/`, () => ok(plan));
  answer("post", `/automation/rules/${rule.id}/test-step/`, () => ok(stepTrial));
}
