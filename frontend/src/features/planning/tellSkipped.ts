import { notifications } from "@mantine/notifications";

import type { BulkResult } from "@/lib/api";
import { t } from "@/lib/i18n";

/** Says of how many something was not done, and why of the first. */
export function tellSkipped({ skipped }: BulkResult): void {
  const [first] = skipped;
  if (first === undefined) return;
  const title = t("planning.skipped", { count: skipped.length });
  notifications.show({ color: "ember", title, message: first.message });
}
