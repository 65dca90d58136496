/** A small account as the API would describe it: for the component tests and the screenshots. */
import type {
  AutomationRule,
  Balance,
  Content,
  Estimate,
  Image,
  Keyword,
  Me,
  Progress,
  ScheduledTask,
  StepRun,
} from "@/lib/api";

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

export const me: Me = {
  id: "u1",
  email: "demo@example.com",
  name: "Dana Demo",
  account: { id: "a1", name: "Demo account" },
  role: "owner",
  sites: [{ id: "s1", name: "Scan App", url: "https://scan.example" }],
};

export const balance: Balance = { available: 99_615, reserved: 50 };

export const rules: AutomationRule[] = [
  {
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

const cents = (low: number, expected: number, high: number) => ({ low, expected, high });

export const estimate: Estimate = {
  items: 1026,
  credits: cents(385, 430, 516),
  per_action: [
    {
      id: "cluster",
      type: "cluster_keywords",
      name: "Cluster Keywords",
      items: 1000,
      credits: cents(20, 20, 24),
    },
    {
      id: "ideas",
      type: "generate_ideas",
      name: "Generate Ideas",
      items: 5,
      credits: cents(75, 75, 90),
    },
    {
      id: "write",
      type: "generate_content",
      name: "Generate Content",
      items: 5,
      credits: cents(250, 250, 300),
    },
    {
      id: "images",
      type: "generate_images",
      name: "Generate Images",
      items: 5,
      credits: cents(5, 10, 12),
    },
    {
      id: "optimize",
      type: "optimize_content",
      name: "Optimize Content",
      items: 5,
      credits: cents(30, 50, 60),
    },
    {
      id: "publish",
      type: "publish_to_wordpress",
      name: "Publish to WordPress",
      items: 5,
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
    progress: { done: 1000, total: 1000 },
  }),
  step({
    path: "actions/1",
    type: "generate_ideas",
    name: "Generate Ideas",
    credits: 75,
    output: { idea_ids: ["i1", "i2", "i3", "i4", "i5"] },
    progress: { done: 5, total: 5 },
  }),
];

const waitingStep = (path: string, type: string, name: string) =>
  step({ path, type, name, status: "pending", started_at: null, finished_at: null });

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
    progress: { done: 2, total: 5 },
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
      result: true,
      all: [
        {
          path: "0",
          field: "site.language",
          operator: "equals",
          expected: "en",
          actual: "en",
          result: true,
        },
        {
          path: "1",
          field: "keyword_count",
          operator: "greater_than",
          expected: 100,
          actual: 1000,
          result: true,
        },
      ],
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
  started_at: ago(94),
  eta_seconds: 65,
  result: null,
};

const HTML = `<p>Scanning a document with a phone takes seconds once the light is right and the page lies flat.
This guide walks through what matters, in the order in which it matters.</p>
<h2>What you need before you scan documents with a phone</h2>
<p>A plain background helps the camera find the edges. Daylight from the side beats a lamp from above,
and <a href="/preview/s1/scan-to-pdf/">a scan to PDF</a> keeps several pages together.</p>
<ul><li>A dark, even surface</li><li>Light from the side</li><li>A steady hand, or the timer</li></ul>
<h2>Which format should the scan have?</h2>
<table><tr><th>Format</th><th>Good for</th></tr><tr><td>PDF</td><td>letters, contracts, several pages</td></tr>
<tr><td>JPEG</td><td>a single photo or receipt</td></tr></table>
<blockquote>Check the scan at full size before the paper goes into the bin.</blockquote>`;

const content = (part: Partial<Content>): Content => ({
  id: "k1",
  title: "How to scan documents with your phone: a guide that works",
  slug: "scan-documents-with-phone",
  site: "s1",
  status: "published",
  needs_writing: true,
  word_count: 1240,
  seo_score: 84,
  keyphrase: "scan documents with phone",
  meta_title: "How to scan documents with your phone",
  meta_description:
    "Scan documents with your phone in good light, straight and readable: what you need, which format to choose, and how to check the result.",
  html: HTML,
  published_url: "/preview/s1/scan-documents-with-phone/",
  updated_at: ago(330),
  seo_findings: [
    { check: "title_width", rating: "good", message: "The title fits into search results." },
    { check: "meta_description", rating: "good", message: "The description has 138 characters." },
    { check: "keyphrase_title", rating: "good", message: "The title begins with the keyphrase." },
    {
      check: "sentences",
      rating: "ok",
      message: "27 % of the sentences have more than 20 words; 25 % would be good.",
      place: "Section “Which format should the scan have?”",
    },
    {
      check: "outbound",
      rating: "bad",
      message: "There is no link to another website. Link one source that backs what you say.",
      place: null,
    },
  ],
  ...part,
});

export const articles: Content[] = [
  content({}),
  content({
    id: "k2",
    title: "Scan to PDF on Android and iPhone: which app for what",
    keyphrase: "scan to pdf",
    status: "review",
    needs_writing: false,
    seo_score: 61,
    word_count: 1480,
    published_url: null,
  }),
  content({
    id: "k3",
    title: "QR code scanner from a picture",
    keyphrase: "qr code scanner from image",
    status: "draft",
    seo_score: 34,
    word_count: 410,
    published_url: null,
  }),
  content({
    id: "k4",
    title: "Receipts in order",
    seo_score: null,
    status: "draft",
    published_url: null,
  }),
];

const CARD = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630"><rect width="1200" height="630" fill="#0b4a42"/><text x="80" y="330" fill="#fff" font-family="sans-serif" font-size="64" font-weight="700">Scan documents with your phone</text></svg>`;
export const imagePath = "/media/k1.svg";
export const imageSvg = CARD;

export const images: Image[] = [
  {
    id: "m1",
    content: "k1",
    url: imagePath,
    alt_text: "Title card: scan documents with your phone",
    width: 1200,
    height: 630,
  },
];

export const keywords: Keyword[] = [
  {
    id: "w1",
    text: "scan documents with phone",
    volume: 12_100,
    difficulty: 34,
    cluster: "c1",
    cluster_name: "Scan documents",
  },
  {
    id: "w2",
    text: "phone document scanner",
    volume: 8_100,
    difficulty: 41,
    cluster: "c1",
    cluster_name: "Scan documents",
  },
  {
    id: "w3",
    text: "scan to pdf",
    volume: 6_600,
    difficulty: null,
    cluster: "c2",
    cluster_name: "Scan to PDF",
  },
  {
    id: "w4",
    text: "qr code scanner from image",
    volume: null,
    difficulty: null,
    cluster: null,
    cluster_name: null,
  },
];
