import { Chip, Group, Input, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { useState } from "react";

import { speakCron } from "@/lib/cronSpeaker";
import { activeLocale, t } from "@/lib/i18n";

import {
  type CronKind,
  type CronPlan,
  planOf,
  readCron,
  readTime,
  timeText,
  type Weekday,
  WEEKDAYS,
  writeCron,
} from "./cron";

const KIND_TEXTS = {
  minutes: "schedule.pattern.minutes",
  hourly: "schedule.pattern.hourly",
  daily: "schedule.pattern.daily",
  weekly: "schedule.pattern.weekly",
  monthly: "schedule.pattern.monthly",
  custom: "schedule.pattern.custom",
} as const;

interface PlanProps<P extends CronPlan> {
  plan: P;
  onPlan: (plan: CronPlan) => void;
}

interface WholeProps {
  label: string;
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
}

function Whole({ onChange, ...rest }: WholeProps) {
  return (
    <NumberInput
      {...rest}
      w="8rem"
      allowDecimal={false}
      clampBehavior="strict"
      onChange={(next) => {
        if (typeof next === "number") onChange(next);
      }}
    />
  );
}

type TimedPlan = Extract<CronPlan, { time: unknown }>;

function TimeOfDay({ plan, onPlan }: PlanProps<TimedPlan>) {
  return (
    <TextInput
      type="time"
      label={t("schedule.time")}
      value={timeText(plan.time)}
      onChange={(event) => {
        const time = readTime(event.currentTarget.value);
        if (time !== null) onPlan({ ...plan, time });
      }}
    />
  );
}

// A Sunday, so that the day's number is its distance in days.
const SUNDAY = Date.UTC(2026, 2, 1);
const DAY_MS = 86_400_000;

function dayName(day: Weekday, style: "short" | "long"): string {
  const format = new Intl.DateTimeFormat(activeLocale(), { weekday: style, timeZone: "UTC" });
  return format.format(new Date(SUNDAY + day * DAY_MS));
}

function Days({ plan, onPlan }: PlanProps<Extract<CronPlan, { kind: "weekly" }>>) {
  return (
    <Input.Wrapper label={t("schedule.days")} labelElement="div">
      <Chip.Group
        multiple
        value={plan.days.map(String)}
        onChange={(days) => {
          const chosen = WEEKDAYS.filter((day) => days.includes(String(day)));
          if (chosen.length > 0) onPlan({ ...plan, days: chosen });
        }}
      >
        <Group gap={4} mt={6} role="group" aria-label={t("schedule.days")}>
          {WEEKDAYS.map((day) => (
            <Chip key={day} value={String(day)} size="xs" aria-label={dayName(day, "long")}>
              {dayName(day, "short")}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </Input.Wrapper>
  );
}

const MONTH_DAYS = Array.from({ length: 31 }, (_, index) => String(index + 1));

function MonthDay({ plan, onPlan }: PlanProps<Extract<CronPlan, { kind: "monthly" }>>) {
  return (
    <NativeSelect
      label={t("schedule.day")}
      value={String(plan.day)}
      data={[...MONTH_DAYS, { value: "L", label: t("schedule.day.last") }]}
      onChange={(event) => {
        const day = event.currentTarget.value;
        onPlan({ ...plan, day: day === "L" ? "L" : Number(day) });
      }}
    />
  );
}

interface CronBuilderProps {
  cron: string;
  error: string | undefined;
  onChange: (cron: string) => void;
}

function CronText({ cron, error, onChange }: CronBuilderProps) {
  const wrong = speakCron(cron) === null ? t("schedule.cron.wrong") : undefined;
  return (
    <TextInput
      label={t("schedule.cron")}
      description={t("schedule.cron.hint")}
      error={error ?? wrong}
      spellCheck={false}
      styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
      value={cron}
      onChange={(event) => {
        onChange(event.currentTarget.value);
      }}
    />
  );
}

function Details({ plan, onPlan }: PlanProps<CronPlan>) {
  switch (plan.kind) {
    case "minutes":
      return (
        <Whole
          label={t("schedule.step.minutes")}
          min={1}
          max={59}
          value={plan.step}
          onChange={(step) => {
            onPlan({ ...plan, step });
          }}
        />
      );
    case "hourly":
      return <Hourly plan={plan} onPlan={onPlan} />;
    case "daily":
      return <TimeOfDay plan={plan} onPlan={onPlan} />;
    case "weekly":
      return (
        <>
          <Days plan={plan} onPlan={onPlan} />
          <TimeOfDay plan={plan} onPlan={onPlan} />
        </>
      );
    case "monthly":
      return (
        <>
          <MonthDay plan={plan} onPlan={onPlan} />
          <TimeOfDay plan={plan} onPlan={onPlan} />
        </>
      );
    case "custom":
      return null;
  }
}

function Hourly({ plan, onPlan }: PlanProps<Extract<CronPlan, { kind: "hourly" }>>) {
  return (
    <>
      <Whole
        label={t("schedule.step.hours")}
        min={1}
        max={23}
        value={plan.step}
        onChange={(step) => {
          onPlan({ ...plan, step });
        }}
      />
      <Whole
        label={t("schedule.minute")}
        min={0}
        max={59}
        value={plan.minute}
        onChange={(minute) => {
          onPlan({ ...plan, minute });
        }}
      />
    </>
  );
}

/** A cron expression by patterns that people say; the expression itself where none fits. */
export function CronBuilder(props: CronBuilderProps) {
  const { cron, onChange } = props;
  const [byHand, setByHand] = useState(false);
  const read = readCron(cron);
  const plan: CronPlan = byHand ? { kind: "custom", text: cron } : read;
  return (
    <>
      <NativeSelect
        label={t("schedule.pattern")}
        {...(plan.kind !== "custom" && { error: props.error })}
        value={plan.kind}
        data={Object.entries(KIND_TEXTS).map(([value, key]) => ({ value, label: t(key) }))}
        onChange={(event) => {
          const kind = event.currentTarget.value as CronKind;
          setByHand(kind === "custom");
          onChange(writeCron(planOf(kind, read)));
        }}
      />
      {plan.kind === "custom" ? (
        <CronText {...props} />
      ) : (
        <Details
          plan={plan}
          onPlan={(next) => {
            onChange(writeCron(next));
          }}
        />
      )}
    </>
  );
}
