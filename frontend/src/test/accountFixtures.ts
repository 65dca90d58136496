/** Credits, statistics, settings and first steps of the small account. */
import type {
  AccountSettings,
  AiProvider,
  ApiToken,
  AuditEntry,
  BudgetState,
  CreditForecast,
  CreditSettings,
  Found,
  LedgerEntry,
  Member,
  Onboarding,
  SiteSettings,
  Spending,
  Stats,
} from "@/lib/api";

import { ago } from "./time";

const counts = (completed: number, failed: number, skipped: number) => ({
  total: completed + failed + skipped,
  completed,
  failed,
  skipped,
  cancelled: 0,
  unfinished: 0,
});

const bucket = (
  start: string,
  completed: number,
  failed: number,
  credits: number,
): Stats["over_time"][number] => ({
  start,
  runs: counts(completed, failed, 0),
  success_rate: completed / (completed + failed),
  skip_rate: 0,
  credits,
});

const took = { p50: 42, p95: 130 };

export const stats: Stats = {
  since: "2026-01-01T00:00:00Z",
  until: "2026-01-31T00:00:00Z",
  bucket: "day",
  runs: counts(18, 2, 1),
  success_rate: 0.9,
  skip_rate: 0.05,
  credits: 4300,
  duration_seconds: took,
  over_time: [bucket("2026-01-10T00:00:00Z", 8, 0, 2000), bucket("2026-01-11T00:00:00Z", 10, 2, 2300)],
  per_rule: [
    {
      rule: "r1",
      name: "Keywords to published drafts",
      runs: counts(16, 1, 0),
      success_rate: 16 / 17,
      skip_rate: 0,
      credits: 4000,
      duration_seconds: took,
    },
    {
      rule: "r2",
      name: "Quality gate",
      runs: counts(2, 1, 1),
      success_rate: null,
      skip_rate: 0.25,
      credits: 300,
      duration_seconds: { p50: null, p95: null },
    },
  ],
  per_action: [
    {
      type: "generate_content",
      name: "Generate Content",
      steps: 18,
      completed: 17,
      failed: 1,
      skipped: 0,
      retried: 3,
      success_rate: 0.94,
      items: 80,
      credits: 4000,
      duration_seconds: took,
      errors: [],
    },
  ],
  errors: [{ code: "provider_error", count: 2, scheduled_task_id: "t3", message: "No usable answer." }],
  skips: [
    {
      reason: "word_count is 812: not greater than 1000",
      near_miss: true,
      count: 1,
      scheduled_task_id: "t2",
    },
  ],
};

export const spending: Spending = {
  since: "2026-01-10",
  until: "2026-01-11",
  total: 325,
  days: [
    { date: "2026-01-10", credits: 75, actions: { generate_ideas: 75 } },
    { date: "2026-01-11", credits: 250, actions: { generate_content: 250 } },
  ],
  actions: [
    { type: "generate_content", name: "Generate Content", credits: 250, items: 5 },
    { type: "generate_ideas", name: "Generate Ideas", credits: 75, items: 5 },
  ],
  rules: [{ rule_id: "r1", name: "Keywords to published drafts", credits: 325 }],
};

export const forecast: CreditForecast = {
  available: 1000,
  credits: 900,
  complete: false,
  lasts_until: null,
  days: [
    { date: "2026-01-12", runs: 1, credits: 450 },
    { date: "2026-01-13", runs: 1, credits: 450 },
  ],
  rules: [
    {
      rule_id: "r1",
      name: "Keywords to published drafts",
      runs: 2,
      credits_per_run: 450,
      credits: 900,
      basis: "history",
    },
    {
      rule_id: "r2",
      name: "Quality gate",
      runs: 1,
      credits_per_run: null,
      credits: 0,
      basis: "unknown",
    },
  ],
};

export const budgets: BudgetState[] = [
  {
    id: "b1",
    scope: "account",
    rule_id: null,
    period: "day",
    limit: 1000,
    used: 760,
    reserved: 50,
    remaining: 190,
    starts_at: ago(40_000),
    ends_at: ago(-40_000),
    warned: [75],
  },
  {
    id: null,
    scope: "rule",
    rule_id: "r1",
    period: "month",
    limit: 500,
    used: 500,
    reserved: 0,
    remaining: 0,
    starts_at: ago(900_000),
    ends_at: ago(-900_000),
    warned: [75, 90, 100],
  },
];

export const creditSettings: CreditSettings = { low_below: null, low_threshold: 10_000, is_low: false };

const entry = (part: Partial<LedgerEntry>): LedgerEntry => ({
  id: "l1",
  kind: "settle",
  amount: 50,
  available_delta: 0,
  reserved_delta: -50,
  key: "t1:actions/2:k1",
  reason: "",
  rule_id: "r1",
  run_id: "t1",
  step_path: "actions/1/items/3/actions/0",
  item: "k1",
  day: "2026-01-11",
  created_at: ago(100),
  ...part,
});

export const ledger: LedgerEntry[] = [
  entry({}),
  entry({
    id: "l2",
    kind: "grant",
    amount: 100_000,
    rule_id: null,
    run_id: null,
    step_path: "",
    item: "",
    reason: "Welcome",
  }),
];

export const onboarding: Onboarding = {
  steps: [
    { key: "site", done: true },
    { key: "keywords", done: false },
    { key: "connection", done: false },
    { key: "rule", done: false },
    { key: "run", done: false },
    { key: "article", done: false },
    { key: "published", done: false },
  ],
  done: 1,
  total: 7,
  next: "keywords",
};

const hit = (part: Partial<Found>): Found => ({
  kind: "rule",
  id: "r1",
  title: "Keywords to published drafts",
  detail: "schedule",
  status: "active",
  site: "s1",
  at: ago(1000),
  ...part,
});

export const hits: Found[] = [
  hit({}),
  hit({ kind: "content", id: "k1", title: "How to scan keywords", status: "draft", detail: "scan" }),
  hit({ kind: "keyword", id: "w1", title: "scan to pdf", status: "new", detail: "" }),
];

export const accountSettings: AccountSettings = {
  id: "a1",
  name: "Demo account",
  timezone: "Europe/Berlin",
  approval_above_credits: null,
  created_at: ago(1_000_000),
};

export const siteSettings: SiteSettings = {
  id: "s1",
  name: "Scan App",
  url: "https://scan.example",
  language: "en",
  override_language: false,
  auto_approve_ideas: true,
  tone: "friendly",
  brand_name: "Scan",
  brand_voice: "",
  colors: ["#12685c"],
  created_at: ago(1_000_000),
  updated_at: ago(1_000_000),
};

export const members: Member[] = [
  {
    id: "m1",
    email: "demo@example.com",
    name: "Dana Demo",
    role: "owner",
    created_at: ago(1_000_000),
  },
  { id: "m2", email: "jo@example.com", name: "Jo", role: "editor", created_at: ago(900_000) },
];

export const tokens: ApiToken[] = [
  {
    id: "k1",
    name: "Nightly report",
    role: "viewer",
    prefix: "igny8_ab",
    created_at: ago(90_000),
    last_used_at: ago(900),
    revoked_at: null,
  },
  {
    id: "k2",
    name: "Old",
    role: "owner",
    prefix: "igny8_cd",
    created_at: ago(99_000),
    last_used_at: null,
    revoked_at: ago(500),
  },
];

export const auditLog: AuditEntry[] = [
  {
    id: "g1",
    actor: "demo@example.com",
    action: "budget.set",
    object_type: "budget",
    object_id: "b1",
    detail: { period: "day", limit: 1000 },
    created_at: ago(800),
  },
];

const provider = (part: Partial<AiProvider>): AiProvider => ({
  kind: "text",
  provider: "openai",
  model: "some-model",
  host: "api.example",
  has_key: true,
  offline: false,
  setting: "IGNY8_AI_TEXT_",
  problem: "",
  ...part,
});

export const providers: AiProvider[] = [
  provider({}),
  provider({
    kind: "image",
    provider: "",
    model: "",
    host: "",
    has_key: false,
    setting: "IGNY8_AI_IMAGE_",
    problem: "IGNY8_AI_IMAGE_PROVIDER names no provider.",
  }),
  provider({
    kind: "embedding",
    provider: "minilm",
    model: "all-MiniLM-L6-v2",
    host: "",
    has_key: false,
    offline: true,
    setting: "IGNY8_EMBEDDER",
  }),
];
