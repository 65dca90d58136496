import { describe, expect, it } from "vitest";

import { offline } from "@/test/server";

import { client, unwrap } from "./api";
import { readCookie } from "./api/client";
import { ApiError, errorFromResponse, retryAfter } from "./api/errors";
import { formatDuration, formatRelative, spanSeconds } from "./format";
import { activeLocale, t, tMaybe } from "./i18n";
import { render } from "./i18n/translate";
import { newIdempotencyKey } from "./idempotency";
import { worthRetrying } from "./query";

describe("texts", () => {
  it("fill in their values and choose the plural", () => {
    expect(t("rules.steps", { count: 1 })).toBe("1 step");
    expect(t("rules.steps", { count: 1200 })).toBe("1,200 steps");
    expect(t("run.title", { name: "A" })).toBe("Run of A");
  });

  it("leave a placeholder standing that has no value, and fall back for an unknown key", () => {
    expect(render("{a} and {b}", { a: 1 }, "en")).toBe("1 and {b}");
    expect(tMaybe("no.such.key", "else")).toBe("else");
  });

  it("are shown with the numbers and dates of the browser's kind of English", () => {
    expect(activeLocale(["de-DE", "en-GB"])).toBe("en-GB");
    expect(activeLocale(["de-DE"])).toBe("en");
  });
});

describe("times", () => {
  it("are told relative to now", () => {
    const now = Date.parse("2026-01-10T12:00:00Z");
    expect(formatRelative("2026-01-10T11:59:40Z", now)).toBe("just now");
    expect(formatRelative("2026-01-10T11:55:00Z", now)).toBe("5 minutes ago");
    expect(formatRelative("2026-01-12T12:00:00Z", now)).toBe("in 2 days");
  });

  it("have lengths that are easy to read", () => {
    expect([0.42, 12, 125, 3840].map(formatDuration)).toEqual([
      "0.4 s",
      "12 s",
      "2 min 5 s",
      "1 h 4 min",
    ]);
  });

  it("span until now while they are unfinished", () => {
    expect(spanSeconds(null, null, 0)).toBeNull();
    expect(spanSeconds("1970-01-01T00:00:01Z", null, 4000)).toBe(3);
    expect(spanSeconds("1970-01-01T00:00:01Z", "1970-01-01T00:00:02Z", 4000)).toBe(1);
  });
});

describe("errors", () => {
  it("read Retry-After as seconds or as a date", () => {
    const headers = (value: string) => new Headers({ "Retry-After": value });
    expect(retryAfter(headers("7.2"), 0)).toBe(8);
    expect(retryAfter(headers("Thu, 01 Jan 1970 00:00:09 GMT"), 4000)).toBe(5);
    expect(retryAfter(headers("soon"), 0)).toBeNull();
    expect(retryAfter(new Headers(), 0)).toBeNull();
  });

  it("keep a sentence for a person when a proxy answers with HTML", () => {
    const error = errorFromResponse(new Response("<html>", { status: 502 }), "<html>", "fallback");
    expect(error).toMatchObject({ code: "http_error", status: 502, message: "fallback" });
  });

  it("carry the field errors of the envelope", () => {
    const body = {
      error: { code: "validation_error", message: "No.", fields: { name: ["Too long."] } },
    };
    const error = errorFromResponse(new Response(null, { status: 400 }), body, "");
    expect(error.fields).toEqual({ name: ["Too long."] });
  });

  it("tell a lost network from a refusal", async () => {
    offline("get", "/credits/balance/");
    const error: unknown = await unwrap(client.GET("/api/v1/credits/balance/")).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ApiError);
    expect((error as ApiError).isOffline).toBe(true);
  });

  it("are tried again only where that can help", () => {
    expect(worthRetrying(0, new ApiError("x", "", 503))).toBe(true);
    expect(worthRetrying(0, new ApiError("network", "", 0))).toBe(true);
    expect(worthRetrying(0, new ApiError("x", "", 404))).toBe(false);
    expect(worthRetrying(2, new ApiError("x", "", 503))).toBe(false);
    expect(worthRetrying(0, new Error("bug"))).toBe(false);
  });
});

describe("small things", () => {
  it("a cookie is found by its whole name", () => {
    expect(readCookie("csrftoken", "xcsrftoken=1; csrftoken=a%20b")).toBe("a b");
    expect(readCookie("csrftoken", "")).toBeNull();
  });

  it("an idempotency key is long and new each time", () => {
    expect(newIdempotencyKey()).toMatch(/^[0-9a-f]{32}$/);
    expect(newIdempotencyKey()).not.toBe(newIdempotencyKey());
  });
});
