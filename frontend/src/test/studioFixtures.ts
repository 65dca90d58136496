/** A run with a loop, what runs ask and tell, and templates. */
import type {
  Approval,
  Lineage,
  Notice,
  RuleTemplate,
  RunDetail,
  RunRelative,
  StepRun,
  TimelineEntry,
} from "@/lib/api";

import { step, task } from "./automationFixtures";
import { ago } from "./time";

export const loopRun: RunDetail = task({
  id: "t6",
  rule_name: "Quality gate",
  rule_version: 7,
  status: "waiting",
  trigger: "event",
  previous: "t2",
  next: "t3",
  credits: 90,
});

const LOOP = "actions/1";

function item(index: number, status: StepRun["status"]): StepRun[] {
  const path = `${LOOP}/items/${String(index)}`;
  const inner = step({
    path: `${path}/actions/0`,
    type: "optimize_content",
    name: `Optimize ${String(index + 1)}`,
    status,
    credits: 10,
    ...(status === "failed" && {
      error: { code: "provider_error", message: "No usable answer.", retryable: true },
    }),
  });
  if (status === "running") return [inner];
  const output = { item: { id: `k${String(index)}`, title: `Article ${String(index + 1)}` }, index };
  return [step({ path, type: "item", name: `Item ${String(index + 1)}`, status, output }), inner];
}

export const loopSteps: StepRun[] = [
  step({
    path: "actions/0",
    type: "branch",
    name: "Branch",
    attempt: 2,
    attempts: [
      {
        number: 1,
        at: ago(95),
        until: ago(94),
        error: { code: "timeout", message: "It took longer than 60 seconds.", retryable: true },
        credits: 0,
      },
    ],
  }),
  step({ path: "actions/0/branches/1/actions/0", type: "generate_images", name: "Generate Images" }),
  step({
    path: LOOP,
    type: "for_each",
    name: "For Each",
    status: "running",
    finished_at: null,
    input: { items: Array.from({ length: 9 }, (_, index) => `k${String(index)}`), concurrency: 2 },
  }),
  ...[0, 1, 2, 3].flatMap((index) => item(index, "completed")),
  ...item(4, "failed"),
  ...item(5, "completed"),
  ...item(6, "running"),
  step({ path: "actions/2", type: "parallel", name: "Parallel" }),
  step({ path: "actions/2/branches/0", type: "lane", name: "Pictures" }),
  step({ path: "actions/2/branches/0/actions/0", type: "set", name: "Set" }),
  step({
    path: "actions/3",
    type: "approval",
    name: "Approval",
    status: "waiting",
    resume_at: ago(-7200),
    finished_at: null,
  }),
  step({ path: "actions/3/on_error/0", type: "notify", name: "Notify" }),
  step({ path: "on_failure/0", type: "notify", name: "Tell everybody" }),
];

export const timeline: TimelineEntry[] = [
  {
    at: ago(95),
    after_seconds: 0,
    path: "",
    kind: "trigger",
    credits: 0,
    severity: "info",
    text: "Triggered by the schedule Mondays at 09:00 (Europe/Berlin).",
  },
  {
    at: ago(80),
    after_seconds: 12,
    path: "actions/0",
    kind: "step",
    credits: 75,
    severity: "success",
    text: "Generate Ideas made 15 ideas from 5 clusters for 75 credits (12 s).",
  },
  {
    at: ago(60),
    after_seconds: 35,
    path: "actions/1/items/4",
    kind: "step",
    credits: 0,
    severity: "error",
    text: "Item 5 failed: no usable answer.",
  },
];

const relative = (part: Partial<RunRelative>): RunRelative => ({
  id: "t2",
  automation_rule: "r1",
  rule_name: "Keywords to published drafts",
  status: "completed",
  status_reason: "",
  trigger: "schedule",
  event: "",
  credits: 430,
  is_test: false,
  caused_by: null,
  rerun_of: null,
  depth: 0,
  scheduled_at: ago(500),
  finished_at: ago(400),
  ...part,
});

export const lineage: Lineage = {
  run: relative({ id: "t6", depth: 1 }),
  causes: [relative({})],
  effects: [
    relative({
      id: "t7",
      rule_name: "Tell the team",
      trigger: "event",
      event: "content.updated",
      depth: 2,
      credits: 0,
    }),
    relative({ id: "t8", rule_name: "Publish it", depth: 3, is_test: true }),
  ],
  rerun_of: relative({ id: "t3", rule_name: "Quality gate", status: "failed" }),
  reruns: [],
  truncated: false,
  credits: 950,
};

const approval = (part: Partial<Approval>): Approval => ({
  id: "p1",
  run: "t6",
  automation_rule: "r1",
  rule_name: "Quality gate",
  path: "actions/3",
  title: "Publish these articles?",
  message: "3 articles wait for your decision.",
  items: [
    {
      id: "k1",
      type: "content",
      title: "How to scan documents with a phone",
      summary: "1,240 words, SEO score 84.",
      link: "/articles/k1",
    },
    { id: "k2", type: "content", title: "Receipts to Excel", summary: "", link: "" },
    { id: "k3", type: "content", title: "Best scanner apps", summary: "900 words.", link: "" },
  ],
  approvers: [],
  deadline: ago(-172_800),
  on_deadline: "stop",
  status: "pending",
  decisions: {},
  note: "",
  decided_by: "",
  decided_at: null,
  created_at: ago(300),
  ...part,
});

export const approvals: Approval[] = [
  approval({}),
  approval({
    id: "p2",
    run: "t2",
    title: "A dear run",
    message: "This run is expected to cost 430 credits.",
    items: [],
    deadline: null,
  }),
  approval({
    id: "p3",
    run: "t3",
    title: "Earlier articles",
    status: "rejected",
    note: "The first is too thin.",
    decided_by: "dana@example.com",
    decided_at: ago(9000),
  }),
];

const notice = (part: Partial<Notice>): Notice => ({
  id: "n1",
  kind: "rule.paused",
  severity: "error",
  title: "Monday: improve what scores low is paused",
  body: "Five runs in a row failed: the site's connection refuses the password.",
  link: "/runs/t3",
  object_type: "automation_rule",
  object_id: "r2",
  read_at: null,
  created_at: ago(200),
  ...part,
});

export const notices: Notice[] = [
  notice({}),
  notice({
    id: "n2",
    kind: "credits.low",
    severity: "warning",
    title: "Credits are low",
    body: "",
    link: "",
    object_type: "account",
    object_id: null,
  }),
  notice({
    id: "n3",
    severity: "info",
    title: "Budget of the rule at 75 %",
    link: "",
    read_at: ago(100),
  }),
];

export const templates: RuleTemplate[] = [
  {
    id: "quality-gate",
    version: 1,
    name: "Quality gate",
    description: "Writes and improves articles; what scores too low goes back.",
    category: "Quality",
    needs: ["Writing tasks", "A connection"],
    credits: "About 65 to 80 an article.",
    inputs: [
      { name: "schedule", type: "schedule", label: "When", default: "0 7 * * 1-5" },
      { name: "articles", type: "number", label: "Articles per run", default: 5, min: 1, max: 100 },
      { name: "notify_to", type: "email", label: "Tell whom", required: true },
      { name: "connection", type: "id", label: "Connection" },
      {
        name: "pause_seconds",
        type: "choice",
        label: "Not again within",
        default: 2_592_000,
        options: [604_800, 2_592_000],
      },
      { name: "picture", type: "boolean", label: "Draw a picture first", default: true },
      { name: "words", type: "list", label: "Words to avoid", default: ["cheap"] },
      { name: "other", type: "text", label: "Remark" },
    ],
    definition: {},
    built_in: true,
  },
  {
    id: "credits-low",
    version: 1,
    name: "Credits are low",
    description: "Sends an e-mail when credits run out.",
    category: "Notices",
    needs: [],
    credits: "Free.",
    inputs: [],
    definition: {},
    built_in: true,
  },
];
