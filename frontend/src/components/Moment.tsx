import { useInterval } from "@mantine/hooks";
import { useState } from "react";

import { formatDateTime, formatRelative } from "@/lib/format";
import { t } from "@/lib/i18n";

const REFRESH_MS = 30_000;

/** The current time, renewed every `everyMs` while the component is shown and `active`. */
export function useNow(everyMs: number = REFRESH_MS, active = true): number {
  const [now, setNow] = useState(() => Date.now());
  useInterval(
    () => {
      setNow(Date.now());
    },
    everyMs,
    { autoInvoke: active },
  );
  return now;
}

/** "5 minutes ago", with the exact time on hover and for screen readers' detail. */
export function Moment({ at }: { at: string | null | undefined }) {
  const now = useNow();
  if (!at) return <span>{t("time.never")}</span>;
  return (
    <time dateTime={at} title={formatDateTime(at)} style={{ whiteSpace: "nowrap" }}>
      {formatRelative(at, now)}
    </time>
  );
}
