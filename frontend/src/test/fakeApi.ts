/** The API as a function from request to answer: one truth for the tests' network and the screenshots. */
import { accountAnswers } from "./fakeAccount";
import { planningAnswers } from "./fakePlanning";
import * as data from "./fixtures";

export interface FakeRequest {
  method: string;
  path: string;
  query: URLSearchParams;
}

export interface FakeAnswer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

export const ok = (body: unknown, status = 200): FakeAnswer => ({
  status,
  body: { success: true, data: body, request_id: "q1" },
});

export const page = (items: unknown[], count = items.length): FakeAnswer => ({
  status: 200,
  body: {
    success: true,
    data: items,
    pagination: { count, page: 1, page_size: 50, next: null, previous: null },
    request_id: "q1",
  },
});

export const refuse = (
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): FakeAnswer => ({
  status,
  body: { success: false, error: { code, message, fields: {} }, request_id: "q1" },
  headers,
});

const STEPS: Readonly<Record<string, unknown[]>> = {
  t1: data.runningSteps,
  t3: data.failedSteps,
  t6: data.loopSteps,
};

function matching(items: readonly { id: string }[], id: string | undefined): FakeAnswer {
  const found = items.find((item) => item.id === id);
  return found ? ok(found) : refuse(404, "not_found", "There is nothing with this id in your account.");
}

const HISTORY_FILTERS = [
  ["status", "status"],
  ["trigger", "trigger"],
  ["rule", "automation_rule"],
] as const;

function history(query: URLSearchParams): FakeAnswer {
  const words = (query.get("search") ?? "").toLowerCase();
  const found = data.tasks.filter(
    (task) =>
      `${task.rule_name} ${task.error_message} ${task.status_reason}`.toLowerCase().includes(words) &&
      HISTORY_FILTERS.every(([name, key]) => [null, task[key]].includes(query.get(name))),
  );
  return page(found);
}

/** Only the rule as it is now is known. */
function version(ruleId: string | undefined, number: string | undefined): FakeAnswer {
  const rule = data.rules.find(({ id, version: now }) => id === ruleId && String(now) === number);
  if (rule === undefined) return refuse(404, "not_found", "There is no such version.");
  const { trigger, schedules, event, conditions, actions, updated_at: created_at } = rule;
  const definition = { trigger, schedules, event, conditions, actions };
  return ok({ number: rule.version, status: "live", definition, created_by: "", created_at });
}

function searched<T>(
  items: readonly T[],
  query: URLSearchParams,
  text: (item: T) => string,
): FakeAnswer {
  const wanted = (query.get("search") ?? "").toLowerCase();
  return page(items.filter((item) => text(item).toLowerCase().includes(wanted)));
}

function approvalsLike(query: URLSearchParams): FakeAnswer {
  const wanted = (query.get("status") ?? "").split(",");
  const run = query.get("run");
  const found = data.approvals.filter(
    (one) => wanted.includes(one.status) && (run === null || one.run === run),
  );
  return page(found);
}

function notices(query: URLSearchParams): FakeAnswer {
  const unread = query.get("unread") === "true";
  return page(data.notices.filter(({ read_at: at }) => !unread || at === null));
}

type Route = [
  pattern: RegExp,
  answer: (request: FakeRequest, id: string | undefined, second: string | undefined) => FakeAnswer,
];

const ROUTES: readonly Route[] = [
  [/^GET \/auth\/csrf\/$/, () => ok({})],
  [/^POST \/auth\/(?:login|logout)\/$/, () => ok({})],
  [/^GET \/me\/$/, () => ok(data.me)],
  [/^GET \/credits\/balance\/$/, () => ok(data.balance)],
  [/^GET \/automation\/rules\/$/, () => page(data.rules)],
  [/^GET \/automation\/rules\/action-types\/$/, () => ok([])],
  [/^GET \/automation\/rules\/execution-history\/$/, ({ query }) => history(query)],
  [/^GET \/automation\/rules\/([^/]+)\/$/, (_, id) => matching(data.rules, id)],
  [/^GET \/automation\/rules\/[^/]+\/estimate\/$/, () => ok(data.estimate)],
  [/^GET \/automation\/rules\/[^/]+\/progress\/$/, () => ok(data.progress)],
  [
    /^POST \/automation\/rules\/[^/]+\/execute\/$/,
    () => ok({ scheduled_task_id: "t1", task_id: "x", status: "pending" }, 202),
  ],
  [/^GET \/automation\/scheduled-tasks\/$/, ({ query }) => history(query)],
  [
    /^GET \/automation\/scheduled-tasks\/([^/]+)\/$/,
    (_, id) => matching([...data.tasks, data.loopRun], id),
  ],
  [/^GET \/automation\/scheduled-tasks\/[^/]+\/timeline\/$/, () => ok(data.timeline)],
  [/^GET \/automation\/scheduled-tasks\/[^/]+\/lineage\/$/, () => ok(data.lineage)],
  [/^POST \/automation\/rules\/([^/]+)\/resume\/$/, (_, id) => matching(data.rules, id)],
  [/^PATCH \/automation\/rules\/([^/]+)\/$/, (_, id) => matching(data.rules, id)],
  [/^POST \/automation\/rules\/bulk\/$/, () => ok({ done: [], skipped: [], started: [] })],
  [/^POST \/automation\/rules\/([^/]+)\/duplicate\/$/, () => ok(data.rules[1], 201)],
  [/^GET \/automation\/rules\/([^/]+)\/versions\/(\d+)\/$/, (_, id, number) => version(id, number)],
  [/^GET \/automation\/approvals\/$/, ({ query }) => approvalsLike(query)],
  [/^POST \/automation\/approvals\/([^/]+)\/decide\/$/, (_, id) => matching(data.approvals, id)],
  [/^GET \/automation\/notifications\/$/, ({ query }) => notices(query)],
  [/^POST \/automation\/notifications\/read-all\/$/, () => ok({ read: 2 })],
  [/^POST \/automation\/notifications\/([^/]+)\/read\/$/, (_, id) => matching(data.notices, id)],
  [/^GET \/automation\/templates\/$/, () => page(data.templates)],
  [
    /^POST \/automation\/templates\/[^/]+\/instantiate\/$/,
    () => ok({ ...data.rules[1], id: "r3", name: "Quality gate", status: "inactive" }, 201),
  ],
  [/^GET \/connections\/$/, () => page([{ id: "w1", name: "My blog" }])],
  [/^GET \/automation\/scheduled-tasks\/([^/]+)\/steps\/$/, (_, id) => page(STEPS[id ?? ""] ?? [])],
  [/^POST \/automation\/scheduled-tasks\/([^/]+)\/cancel\/$/, (_, id) => matching(data.tasks, id)],
  [
    /^POST \/automation\/scheduled-tasks\/[^/]+\/rerun\/$/,
    () => ok({ scheduled_task_id: "t1", task_id: "x", status: "pending" }, 202),
  ],
  [/^GET \/content\/$/, ({ query }) => searched(data.articles, query, ({ title }) => title)],
  [/^GET \/content\/([^/]+)\/$/, (_, id) => matching(data.articles, id)],
  [
    /^GET \/images\/$/,
    ({ query }) => page(data.images.filter((image) => image.content === query.get("content"))),
  ],
  ...planningAnswers,
  ...accountAnswers,
];

export function respond(request: FakeRequest): FakeAnswer {
  const line = `${request.method} ${request.path.replace(/^\/api\/v1/, "")}`;
  for (const [pattern, answer] of ROUTES) {
    const match = pattern.exec(line);
    if (match) return answer(request, match[1], match[2]);
  }
  return refuse(404, "not_found", `The fake API has no answer to ${line}.`);
}

/** The stream of the running run, as text. */
export function streamText(): string {
  return `retry: 600000\nid: 1\nevent: progress\ndata: ${JSON.stringify(data.progress)}\n\n`;
}
