import type { RunError } from "@/lib/api";
import { t, tMaybe } from "@/lib/i18n";

/** What a person can do about a failed step. */
export function adviceFor(error: RunError): string {
  const fallback = error.retryable ? t("advice.retryable") : t("advice.other");
  return tMaybe(`advice.${error.code}`, fallback);
}
