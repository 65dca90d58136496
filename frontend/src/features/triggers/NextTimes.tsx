import { Text } from "@mantine/core";
import { useId } from "react";

import type { SchedulePreview } from "@/lib/api";
import { formatLocale, t } from "@/lib/i18n";
import { knownZone, zoneLabel } from "@/lib/zones";

import classes from "./triggers.module.css";

function formatter(zone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(formatLocale(), {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
    timeZone: knownZone(zone),
  });
}

interface NextTimesProps {
  zone: string;
  /** Undefined until it is known. */
  preview: SchedulePreview | undefined;
  failure: string | null;
}

/** When a schedule is due next, in its own time zone. */
export function NextTimes({ zone, preview, failure }: NextTimesProps) {
  const titleId = useId();
  if (failure !== null) {
    return (
      <Text size="sm" c="dimmed" role="status">
        {t("schedule.next.failed", { message: failure })}
      </Text>
    );
  }
  if (preview === undefined) return null;
  const problems = Object.values(preview.problems).flat();
  if (problems.length > 0) {
    return (
      <Text size="sm" c="var(--mantine-color-error)" role="status">
        {problems.join(" ")}
      </Text>
    );
  }
  const format = formatter(zone);
  return (
    <div>
      <Text size="sm" fw={600} id={titleId}>
        {t("schedule.next")}
      </Text>
      {preview.times.length === 0 ? (
        <Text size="sm">{t("schedule.next.none")}</Text>
      ) : (
        <ol className={classes.next} aria-labelledby={titleId}>
          {preview.times.map((time) => (
            <li key={time}>
              <time dateTime={time}>{format.format(new Date(time))}</time>
            </li>
          ))}
        </ol>
      )}
      <Text size="xs" c="dimmed" mt={4}>
        {t("schedule.next.zone", { zone: zoneLabel(zone) })}
      </Text>
    </div>
  );
}
