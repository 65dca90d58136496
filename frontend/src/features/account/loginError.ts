import { ApiError } from "@/lib/api";
import { t } from "@/lib/i18n";

const REFUSED = new Set([400, 401, 403]);
const DEFAULT_WAIT_SECONDS = 60;

/** Seconds to wait before the next attempt; 0 when there is nothing to wait for. */
export function waitSeconds(error: unknown): number {
  if (!(error instanceof ApiError) || error.status !== 429) return 0;
  return error.retryAfterSeconds ?? DEFAULT_WAIT_SECONDS;
}

/** What to tell a person whose login did not work. */
export function loginMessage(error: unknown): string {
  if (!(error instanceof ApiError)) return t("error.offline");
  return REFUSED.has(error.status) ? t("login.failed") : error.message;
}
