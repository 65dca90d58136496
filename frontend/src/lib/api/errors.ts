/** What went wrong with a request, in the API's own words where it had some. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly code: string,
    message: string,
    readonly status: number,
    readonly fields: Readonly<Record<string, readonly string[]>> = {},
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(message);
  }

  get isUnauthorized(): boolean {
    return this.status === 401;
  }

  get isOffline(): boolean {
    return this.code === "network";
  }

  /** No answer, or a broken one: what was asked for may have been done all the same. */
  get isUncertain(): boolean {
    return this.isOffline || this.status >= 500;
  }
}

interface ErrorBody {
  code: string;
  message: string;
  fields?: Record<string, string[]>;
}

function isErrorBody(value: unknown): value is ErrorBody {
  return typeof value === "object" && value !== null && "code" in value && "message" in value;
}

/** Seconds from a `Retry-After` header, which may also be a date; null when there is none. */
export function retryAfter(headers: Headers, now: number): number | null {
  const raw = headers.get("Retry-After");
  if (raw === null) return null;
  const seconds = Number(raw);
  if (Number.isFinite(seconds)) return Math.max(0, Math.ceil(seconds));
  const date = Date.parse(raw);
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - now) / 1000));
}

/** The error of a response whose body may be the envelope, or a proxy's HTML page. */
export function errorFromResponse(response: Response, body: unknown, fallback: string): ApiError {
  const wait = retryAfter(response.headers, Date.now());
  const inner = typeof body === "object" && body !== null && "error" in body ? body.error : null;
  if (isErrorBody(inner)) {
    return new ApiError(inner.code, inner.message, response.status, inner.fields ?? {}, wait);
  }
  return new ApiError("http_error", fallback, response.status, {}, wait);
}

export function asApiError(error: unknown, offlineMessage: string): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError("network", offlineMessage, 0);
}
