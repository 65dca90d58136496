import { ActionIcon, Group, NativeSelect, SegmentedControl, Stack, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useId } from "react";

import { DurationInput } from "@/components/DurationInput";
import { ZoneSelect } from "@/components/ZoneSelect";
import type { SchedulePreview } from "@/lib/api";
import { speakCron } from "@/lib/cronSpeaker";
import { t } from "@/lib/i18n";
import { localInput, momentOf } from "@/lib/localTime";
import type { Problems, Schedule } from "@/lib/rule";
import { spokenSchedule } from "@/lib/scheduleWords";

import { CronBuilder } from "./CronBuilder";
import { NextTimes } from "./NextTimes";
import { changed, kindOf, withKind } from "./schedules";
import classes from "./triggers.module.css";

interface ScheduleCardProps {
  number: number;
  schedule: Schedule;
  /** By the schedule's own fields: `cron`, `timezone`. */
  problems: Problems;
  preview: SchedulePreview | undefined;
  failure: string | null;
  onChange: (schedule: Schedule) => void;
  onRemove: () => void;
}

const MISFIRES = {
  run_once: "schedule.misfire.run_once",
  skip: "schedule.misfire.skip",
  run_all: "schedule.misfire.run_all",
} as const;

type PartProps = Pick<ScheduleCardProps, "schedule" | "problems" | "onChange">;

/** Seldom wanted: from when, until when, and what of times that were missed. */
function Bounds({ schedule, problems, onChange }: PartProps) {
  const zone = schedule.timezone ?? "UTC";
  const bound = (name: "start" | "end") => (
    <TextInput
      type="datetime-local"
      label={t(name === "start" ? "schedule.start" : "schedule.end")}
      error={problems[name]?.join(" ")}
      value={schedule[name] ? localInput(schedule[name], zone) : ""}
      onChange={(event) => {
        const local = event.currentTarget.value;
        onChange(changed(schedule, { [name]: local === "" ? undefined : momentOf(local, zone) }));
      }}
    />
  );
  return (
    <details>
      <summary>{t("schedule.more")}</summary>
      <div className={classes.line} style={{ marginTop: 10 }}>
        {bound("start")}
        {bound("end")}
        <NativeSelect
          label={t("schedule.misfire")}
          value={schedule.misfire ?? "run_once"}
          data={Object.entries(MISFIRES).map(([value, key]) => ({ value, label: t(key) }))}
          onChange={(event) => {
            const misfire = event.currentTarget.value as keyof typeof MISFIRES;
            onChange(changed(schedule, { misfire }));
          }}
        />
      </div>
    </details>
  );
}

function When({ schedule, problems, onChange }: PartProps) {
  if (kindOf(schedule) === "cron") {
    return (
      <CronBuilder
        cron={schedule.cron ?? ""}
        error={(problems.cron ?? problems.schedule)?.join(" ")}
        onChange={(cron) => {
          onChange(changed(schedule, { cron }));
        }}
      />
    );
  }
  return (
    <DurationInput
      label={t("schedule.every")}
      description={t("schedule.every.hint")}
      error={(problems.every ?? problems.schedule)?.join(" ")}
      value={schedule.every}
      onChange={(every) => {
        onChange({ ...schedule, every: every ?? "" });
      }}
    />
  );
}

interface HeadProps {
  number: number;
  titleId: string;
  schedule: Schedule;
  onChange: (schedule: Schedule) => void;
  onRemove: () => void;
}

function Head({ number, titleId, schedule, onChange, onRemove }: HeadProps) {
  return (
    <div>
      <Group justify="space-between" gap="xs">
        <strong id={titleId}>{t("schedule.title", { number })}</strong>
        <Group gap="xs" wrap="nowrap">
          <SegmentedControl
            size="xs"
            aria-label={t("schedule.kind", { number })}
            value={kindOf(schedule)}
            data={[
              { value: "cron", label: t("schedule.kind.cron") },
              { value: "every", label: t("schedule.kind.every") },
            ]}
            onChange={(kind) => {
              onChange(withKind(schedule, kind));
            }}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t("schedule.remove", { number })}
            onClick={onRemove}
          >
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        </Group>
      </Group>
      <p className={classes.spoken} aria-live="polite">
        {spokenSchedule(schedule, speakCron) ?? t("schedule.cron.wrong")}
      </p>
    </div>
  );
}

/** One schedule: when, in which zone, in words, and the next times. */
export function ScheduleCard(props: ScheduleCardProps) {
  const { number, schedule, problems, preview, failure, onChange, onRemove } = props;
  const titleId = useId();
  const part = { schedule, problems, onChange };
  return (
    <section className={classes.schedule} aria-labelledby={titleId}>
      <Stack gap="sm">
        <Head {...{ number, titleId, schedule, onChange, onRemove }} />
        <div className={classes.line}>
          <When {...part} />
          {kindOf(schedule) === "cron" && (
            <ZoneSelect
              value={schedule.timezone ?? "UTC"}
              error={problems.timezone?.join(" ")}
              onChange={(timezone) => {
                onChange(changed(schedule, { timezone }));
              }}
            />
          )}
        </div>
        <NextTimes zone={schedule.timezone ?? "UTC"} preview={preview} failure={failure} />
        <Bounds {...part} />
      </Stack>
    </section>
  );
}
