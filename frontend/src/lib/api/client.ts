import createClient, { type Middleware } from "openapi-fetch";

import { t } from "@/lib/i18n";

import { asApiError, errorFromResponse } from "./errors";
import type { paths } from "./schema";
import { announceSessionEnd } from "./session";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);
const CSRF_COOKIE = "csrftoken";
const CSRF_PATH = "/api/v1/auth/csrf/";

export function readCookie(name: string, cookies: string = document.cookie): string | null {
  const prefix = `${name}=`;
  const found = cookies.split("; ").find((part) => part.startsWith(prefix));
  return found === undefined ? null : decodeURIComponent(found.slice(prefix.length));
}

async function csrfToken(): Promise<string | null> {
  const known = readCookie(CSRF_COOKIE);
  if (known !== null) return known;
  await fetch(new URL(CSRF_PATH, window.location.origin), { credentials: "same-origin" });
  return readCookie(CSRF_COOKIE);
}

const csrf: Middleware = {
  async onRequest({ request }) {
    if (SAFE_METHODS.has(request.method)) return undefined;
    const token = await csrfToken();
    if (token !== null) request.headers.set("X-CSRFToken", token);
    return request;
  },
};

export const client = createClient<paths>({
  baseUrl: window.location.origin,
  credentials: "same-origin",
  headers: { Accept: "application/json" },
  // Looked up at each call, so that tests may put their own network underneath.
  fetch: (request) => globalThis.fetch(request),
});
client.use(csrf);

interface Answer<R> {
  data?: R;
  error?: unknown;
  response: Response;
}

/** What stands in an envelope's `data`; a body without an envelope stands for itself. */
export type Payload<R> = R extends { success: boolean; data: infer D } ? D : R;

async function settle<R>(call: Promise<Answer<R>>): Promise<R> {
  let answer: Answer<R>;
  try {
    answer = await call;
  } catch (error) {
    throw asApiError(error, t("error.offline"));
  }
  const { response } = answer;
  if (response.status === 401) announceSessionEnd();
  if (!response.ok) {
    throw errorFromResponse(response, answer.error, t("error.http", { status: response.status }));
  }
  return answer.data as R;
}

/** The payload of a call of `client`; every failure becomes an {@link ApiError}. */
export async function unwrap<R>(call: Promise<Answer<R>>): Promise<Payload<R>> {
  const body: unknown = await settle(call);
  const enveloped = typeof body === "object" && body !== null && "success" in body && "data" in body;
  return (enveloped ? body.data : body) as Payload<R>;
}

export interface Page<T> {
  items: T[];
  count: number;
  page: number;
  pageSize: number;
}

type Paged<T> = Answer<{
  data: T[];
  pagination?: { count: number; page: number; page_size: number };
}>;

/** One page of a list, with how many there are in all. */
export async function unwrapPage<T>(call: Promise<Paged<T>>): Promise<Page<T>> {
  const { data, pagination } = await settle(call);
  return {
    items: data,
    count: pagination?.count ?? data.length,
    page: pagination?.page ?? 1,
    pageSize: pagination?.page_size ?? data.length,
  };
}
