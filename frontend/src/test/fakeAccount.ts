/** What the fake API answers of credits, statistics, settings, first steps and the search. */
import * as data from "./accountFixtures";
import { type FakeAnswer, type FakeRequest, ok, page } from "./fakeApi";

type Route = [pattern: RegExp, answer: (request: FakeRequest, id: string | undefined) => FakeAnswer];

const byId = (rows: readonly { id: string | null }[], id: string | undefined) =>
  ok(rows.find((row) => row.id === id) ?? rows[0]);

function ledger(query: URLSearchParams): FakeAnswer {
  const wanted = query.get("kind");
  return page(data.ledger.filter(({ kind }) => wanted === null || kind === wanted));
}

export const accountAnswers: readonly Route[] = [
  [/^GET \/automation\/stats\/$/, () => ok(data.stats)],
  [/^GET \/credits\/spending\/$/, () => ok(data.spending)],
  [/^GET \/credits\/forecast\/$/, () => ok(data.forecast)],
  [/^GET \/credits\/budgets\/$/, () => page(data.budgets)],
  [/^POST \/credits\/budgets\/$/, () => ok(data.budgets[0], 201)],
  [/^PATCH \/credits\/budgets\/([^/]+)\/$/, (_, id) => byId(data.budgets, id)],
  [
    /^DELETE \/(?:credits\/budgets|sites|account\/(?:members|tokens)|automation\/templates)\//,
    () => ok(null),
  ],
  [/^(?:GET|PATCH) \/credits\/settings\/$/, () => ok(data.creditSettings)],
  [/^GET \/credits\/ledger\/$/, ({ query }) => ledger(query)],
  [/^GET \/account\/onboarding\/$/, () => ok(data.onboarding)],
  [/^GET \/search\/$/, () => ok(data.hits)],
  [/^(?:GET|PATCH) \/account\/$/, () => ok(data.accountSettings)],
  [/^GET \/sites\/$/, () => page([data.siteSettings])],
  [/^(?:POST \/sites|PATCH \/sites\/[^/]+)\/$/, () => ok(data.siteSettings)],
  [/^GET \/account\/members\/$/, () => page(data.members)],
  [/^PATCH \/account\/members\/([^/]+)\/$/, (_, id) => byId(data.members, id)],
  [
    /^POST \/account\/members\/$/,
    () => ok({ ...data.members[1], id: "m3", name: "Kim", initial_password: "first-secret" }, 201),
  ],
  [/^GET \/account\/tokens\/$/, () => page(data.tokens)],
  [/^POST \/account\/tokens\/$/, () => ok({ ...data.tokens[0], token: "igny8_secret" }, 201)],
  [/^(?:GET|POST) \/automation\/notifications\/signing-secret\/$/, () => ok({ secret: "whsec_abc" })],
  [/^GET \/account\/audit-log\/$/, () => page(data.auditLog)],
  [/^GET \/ai\/providers\/$/, () => ok(data.providers)],
  [
    /^POST \/ai\/providers\/test\/$/,
    () => ok({ kind: "text", ok: true, seconds: 0.8, message: "Hello." }),
  ],
];
