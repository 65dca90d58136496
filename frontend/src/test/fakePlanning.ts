/** What the fake API answers of planning: filters by field and by words, as the real one. */
import { keywords } from "./contentFixtures";
import { type FakeAnswer, type FakeRequest, ok, page, refuse } from "./fakeApi";
import { clusters, ideas, importPreview, writingTasks } from "./planningFixtures";

type Route = [pattern: RegExp, answer: (request: FakeRequest, id: string | undefined) => FakeAnswer];
type Row = Readonly<Record<string, unknown>>;

const FILTERS = ["status", "intent", "cluster", "idea"];

function found(
  rows: readonly object[],
  query: URLSearchParams,
  words: (row: Row) => unknown,
): FakeAnswer {
  const wanted = (query.get("search") ?? "").toLowerCase();
  const fits = (row: Row) =>
    FILTERS.every((name) => !query.has(name) || row[name] === query.get(name)) &&
    String(words(row)).toLowerCase().includes(wanted);
  return page(rows.filter((row) => fits(row as Row)));
}

function one(rows: readonly { id: string }[], id: string | undefined): FakeAnswer {
  const row = rows.find((each) => each.id === id);
  return row === undefined ? refuse(404, "not_found", "There is nothing with this id.") : ok(row);
}

const done = () => ok({ done: [], skipped: [] });

export const planningAnswers: readonly Route[] = [
  [/^GET \/keywords\/$/, ({ query }) => found(keywords, query, ({ text }) => text)],
  [/^PATCH \/keywords\/([^/]+)\/$/, (_, id) => one(keywords, id)],
  [/^POST \/keywords\/bulk\/$/, done],
  [/^POST \/keywords\/import\/$/, () => ok({ created: 3, updated: 1, skipped: 0, errors: [] })],
  [/^POST \/keywords\/import\/preview\/$/, () => ok(importPreview)],
  [/^GET \/clusters\/$/, ({ query }) => found(clusters, query, ({ name }) => name)],
  [/^(?:GET|PATCH) \/clusters\/([^/]+)\/$/, (_, id) => one(clusters, id)],
  [/^POST \/clusters\/([^/]+)\/merge\/$/, (_, id) => one(clusters, id)],
  [/^DELETE \/(?:clusters|writing-tasks)\/[^/]+\/$/, () => ok(null)],
  [/^GET \/ideas\/$/, ({ query }) => found(ideas, query, ({ title }) => title)],
  [/^GET \/ideas\/([^/]+)\/$/, (_, id) => one(ideas, id)],
  [/^POST \/ideas\/bulk\/$/, done],
  [/^GET \/writing-tasks\/$/, ({ query }) => found(writingTasks, query, ({ title }) => title)],
  [/^(?:GET|PATCH) \/writing-tasks\/([^/]+)\/$/, (_, id) => one(writingTasks, id)],
  [/^POST \/writing-tasks\/$/, () => ok(writingTasks[0], 201)],
];
