import { Button, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { asApiError } from "@/lib/api";
import { t } from "@/lib/i18n";
import type { Problems, Schedule } from "@/lib/rule";

import { ScheduleCard } from "./ScheduleCard";
import { newSchedule } from "./schedules";
import { triggersApi } from "./triggers.api";
import { useNewZone } from "./useNewZone";

const PAUSE_MS = 400;
const SHOWN = 5;
const MOST = 20;

interface ScheduleListProps {
  schedules: readonly Schedule[];
  problems: Problems;
  onChange: (schedules: Schedule[]) => void;
}

/** The next times of all schedules, asked a moment after the last change. */
function useNextTimes(schedules: readonly Schedule[]) {
  const [asked] = useDebouncedValue(schedules, PAUSE_MS);
  const { data, error } = useQuery({
    queryKey: ["schedule-preview", asked],
    queryFn: () => triggersApi.preview(asked, SHOWN),
    enabled: asked.length > 0,
    retry: false,
    placeholderData: keepPreviousData,
  });
  const current = asked === schedules || asked.length === schedules.length;
  return {
    previews: current ? data : undefined,
    failure: error === null ? null : asApiError(error, t("error.offline")).message,
  };
}

/** Problems of one schedule: the short form `schedule` is the first one's. */
function problemsOf(problems: Problems, index: number): Problems {
  const place = `schedules[${String(index)}]`;
  const own = Object.entries(problems)
    .filter(([at]) => at === place || at.startsWith(`${place}.`))
    .map(([at, texts]) => [at.slice(place.length + 1) || "schedule", texts] as const);
  const short = index === 0 ? problems.schedule : undefined;
  return { ...Object.fromEntries(own), ...(short && { cron: short }) };
}

/** Any number of schedules; the rule starts at the times of each. */
export function ScheduleList({ schedules, problems, onChange }: ScheduleListProps) {
  const zone = useNewZone();
  const { previews, failure } = useNextTimes(schedules);
  return (
    <Stack gap="md">
      {schedules.length === 0 && (
        <Text c={problems.schedule === undefined ? "dimmed" : "var(--mantine-color-error)"} size="sm">
          {problems.schedule?.join(" ") ?? t("schedule.none")}
        </Text>
      )}
      {schedules.map((schedule, index) => (
        <ScheduleCard
          key={index}
          number={index + 1}
          schedule={schedule}
          problems={problemsOf(problems, index)}
          preview={previews?.[index]}
          failure={failure}
          onChange={(next) => {
            onChange(schedules.map((old, at) => (at === index ? next : old)));
          }}
          onRemove={() => {
            onChange(schedules.filter((_, at) => at !== index));
          }}
        />
      ))}
      {schedules.length < MOST && (
        <div>
          <Button
            variant="light"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => {
              onChange([...schedules, newSchedule(zone)]);
            }}
          >
            {t("schedule.add")}
          </Button>
        </div>
      )}
    </Stack>
  );
}
