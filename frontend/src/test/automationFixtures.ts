import type { AutomationRule, Estimate, Progress, ScheduledTask, StepRun } from "@/lib/api";

import { ago } from "./time";

const RULE: AutomationRule = {
  id: "r0",
  name: "",
  description: "",
  site: "s1",
  trigger: "manual",
  schedule: null,
  schedules: [],
  event: null,
  conditions: [],
  actions: [],
  is_active: true,
  status: "active",
  status_reason: "",
  mode: "queued",
  max_runs: 10,
  budget: null,
  version: 1,
  last_executed_at: null,
  execution_count: 0,
  next_run_at: null,
  created_at: ago(900_000),
  updated_at: ago(900_000),
};

export const rules: AutomationRule[] = [
  {
    ...RULE,
    id: "r1",
    name: "Keywords to published drafts",
    description: "Groups the keywords, plans, writes, illustrates, checks and publishes.",
    site: "s1",
    trigger: "manual",
    conditions: [],
    actions: [
      { id: "cluster", type: "cluster_keywords", params: {} },
      { id: "ideas", type: "generate_ideas", params: { limit: 5 } },
      { id: "write", type: "generate_content", params: { limit: 5 } },
      { id: "images", type: "generate_images", params: {} },
      { id: "optimize", type: "optimize_content", params: {} },
      { id: "publish", type: "publish_to_wordpress", params: {} },
    ],
    is_active: true,
    status: "active",
    last_executed_at: ago(420),
    execution_count: 12,
    next_run_at: null,
  },
  {
    ...RULE,
    id: "r2",
    name: "Monday: improve what scores low",
    description: "",
    site: "s1",
    trigger: "schedule",
    schedule: "0 9 * * 1",
    conditions: [{ field: "seo_score", operator: "less_than", value: 70 }],
    actions: [{ id: "optimize", type: "optimize_content", params: {} }],
    is_active: true,
    status: "paused",
    status_reason: "Five runs in a row failed: the site's connection refuses the password.",
    last_executed_at: null,
    execution_count: 0,
    next_run_at: null,
  },
];

const amount = (expected: number) => ({ low: expected, expected, high: expected });
const cents = (low: number, expected: number, high: number) => ({ low, expected, high });

export const estimate: Estimate = {
  items: 1026,
  credits: cents(385, 430, 516),
  per_action: [
    {
      id: "cluster",
      type: "cluster_keywords",
      name: "Cluster Keywords",
      items: amount(1000),
      credits: cents(20, 20, 24),
    },
    {
      id: "ideas",
      type: "generate_ideas",
      name: "Generate Ideas",
      items: amount(5),
      credits: cents(75, 75, 90),
    },
    {
      id: "write",
      type: "generate_content",
      name: "Generate Content",
      items: amount(5),
      credits: cents(250, 250, 300),
    },
    {
      id: "images",
      type: "generate_images",
      name: "Generate Images",
      items: amount(5),
      credits: cents(5, 10, 12),
    },
    {
      id: "optimize",
      type: "optimize_content",
      name: "Optimize Content",
      items: amount(5),
      credits: cents(30, 50, 60),
    },
    {
      id: "publish",
      type: "publish_to_wordpress",
      name: "Publish to WordPress",
      items: amount(5),
      credits: cents(5, 25, 30),
    },
  ],
  basis: "prices",
};

const task = (part: Partial<ScheduledTask>): ScheduledTask => ({
  id: "t1",
  automation_rule: "r1",
  rule_name: "Keywords to published drafts",
  rule_version: 3,
  site: "s1",
  note: "",
  error_code: "",
  caused_by: null,
  rerun_of: null,
  created_at: ago(95),
  trigger: "manual",
  scheduled_at: ago(95),
  executed_at: ago(94),
  finished_at: null,
  duration_seconds: null,
  status: "running",
  status_reason: "",
  result: null,
  error_message: "",
  credits: 0,
  metadata: {},
  ...part,
});

const over = { finished_at: ago(300), duration_seconds: 71.4 };

export const tasks: ScheduledTask[] = [
  task({ id: "t1", credits: 195 }),
  task({ id: "t2", status: "completed", credits: 430, executed_at: ago(420), ...over }),
  task({
    id: "t3",
    status: "failed",
    credits: 345,
    executed_at: ago(7300),
    ...over,
    error_message: "Publish to WordPress: The site answered 401 to a right-looking password.",
  }),
  task({
    id: "t4",
    rule_name: "Monday: improve what scores low",
    automation_rule: "r2",
    trigger: "schedule",
    status: "skipped",
    status_reason: "seo_score is 84, which is not less than 70.",
    executed_at: ago(90_000),
    finished_at: ago(90_000),
    duration_seconds: 0.2,
  }),
  task({ id: "t5", status: "cancelled", credits: 95, executed_at: ago(180_000), ...over }),
];

const step = (part: Partial<StepRun> & Pick<StepRun, "path" | "type">): StepRun => ({
  id: part.path,
  name: "",
  note: "",
  evaluation: null,
  items_done: 0,
  items_total: null,
  progress: 100,
  status: "completed",
  attempt: 1,
  input: {},
  output: {},
  error: null,
  credits: 0,
  reused: false,
  started_at: ago(90),
  finished_at: ago(86),
  ...part,
});

const opening: StepRun[] = [
  step({
    path: "actions/0",
    type: "cluster_keywords",
    name: "Cluster Keywords",
    credits: 20,
    input: { limit: 1000 },
    output: { cluster_ids: ["c1", "c2", "c3"], clustered: 974, left_alone: 26 },
    items_done: 1000,
    items_total: 1000,
    progress: 100,
  }),
  step({
    path: "actions/1",
    type: "generate_ideas",
    name: "Generate Ideas",
    credits: 75,
    output: { idea_ids: ["i1", "i2", "i3", "i4", "i5"] },
    items_done: 5,
    items_total: 5,
    progress: 100,
  }),
];

const waitingStep = (path: string, type: string, name: string) =>
  step({ path, type, name, status: "pending", started_at: null, finished_at: null, progress: 0 });

export const runningSteps: StepRun[] = [
  ...opening,
  step({
    path: "actions/2",
    type: "generate_content",
    name: "Generate Content",
    status: "running",
    credits: 100,
    started_at: ago(22),
    finished_at: null,
    items_done: 2,
    items_total: 5,
    progress: 40,
    output: { content_ids: ["k1", "k2"] },
  }),
  waitingStep("actions/3", "generate_images", "Generate Images"),
  waitingStep("actions/4", "optimize_content", "Optimize Content"),
  waitingStep("actions/5", "publish_to_wordpress", "Publish to WordPress"),
];

export const failedSteps: StepRun[] = [
  step({
    path: "conditions",
    type: "conditions",
    name: "Conditions",
    evaluation: {
      at: "conditions",
      all: [
        {
          at: "conditions[0]",
          path: "site.language",
          operator: "equals",
          expected: "en",
          actual: "en",
          found: true,
          result: true,
          error: null,
          reached: true,
        },
        {
          at: "conditions[1]",
          path: "keyword_count",
          operator: "greater_than",
          expected: 100,
          actual: 1000,
          found: true,
          result: true,
          error: null,
          reached: true,
        },
      ],
      result: true,
      reached: true,
    },
  }),
  ...opening,
  step({
    path: "actions/2",
    type: "publish_to_wordpress",
    name: "Publish to WordPress",
    status: "failed",
    attempt: 3,
    error: {
      code: "publishing_error",
      message:
        "The site answered 401 to a right-looking password: the server strips the Authorization header.",
      retryable: false,
    },
  }),
];

export const progress: Progress = {
  status: "running",
  progress: 41,
  phase: "Executing action 3/6: Generate Content",
  action: "generate_content",
  scheduled_task_id: "t1",
  steps: [],
  steps_total: 6,
  started_at: ago(94),
  eta_seconds: 65,
  result: null,
};
