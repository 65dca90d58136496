import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";

import { type FakeAnswer, respond } from "./fakeApi";

const BASE = "*/api/v1";

function toResponse({ status, body, headers }: FakeAnswer): Response {
  return HttpResponse.json(body as Record<string, unknown>, { status, ...(headers && { headers }) });
}

/** The whole fake API; a test overrides single answers with {@link answer}. */
export const server = setupServer(
  http.all(`${BASE}/*`, ({ request }) => {
    const { pathname, searchParams } = new URL(request.url);
    return toResponse(respond({ method: request.method, path: pathname, query: searchParams }));
  }),
);

type Method = "get" | "post" | "put" | "patch" | "delete";

/** For the rest of the test, `method path` is answered with what `make` returns. */
export function answer(
  method: Method,
  path: string,
  make: (request: Request) => FakeAnswer | Promise<FakeAnswer>,
): void {
  server.use(http[method](`${BASE}${path}`, async ({ request }) => toResponse(await make(request))));
}

/** For the rest of the test, `method path` finds no network. */
export function offline(method: Method, path: string): void {
  server.use(http[method](`${BASE}${path}`, () => HttpResponse.error()));
}
