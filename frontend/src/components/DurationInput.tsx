import { Group, Input, NativeSelect, NumberInput } from "@mantine/core";
import { type ReactNode, useState } from "react";

import {
  type Duration,
  durationOf,
  readDuration,
  secondsOf,
  type Unit,
  writeDuration,
} from "@/lib/duration";
import { t } from "@/lib/i18n";

const UNIT_TEXTS = {
  s: "duration.seconds",
  m: "duration.minutes",
  h: "duration.hours",
  d: "duration.days",
  w: "duration.weeks",
} as const;

interface CommonProps {
  label: string;
  /** Where a heading or row says it already: the label is for screen readers then. */
  hideLabel?: boolean;
  description?: ReactNode;
  error?: ReactNode;
  units?: readonly Unit[];
  placeholder?: string;
  disabled?: boolean;
}

interface AmountProps extends CommonProps {
  value: Duration | null;
  onChange: (value: Duration | null) => void;
}

const ALL: readonly Unit[] = ["m", "h", "d", "w"];

/** How many, and of what; null while the number is missing. */
function AmountInput(props: AmountProps) {
  const { label, units = ALL, value, onChange, disabled = false } = props;
  const [kept, setKept] = useState<Unit>(units[0] ?? "m");
  const unit = value?.unit ?? kept;
  const choices = units.includes(unit) ? units : [unit, ...units];
  return (
    <Input.Wrapper
      {...(!props.hideLabel && { label, labelElement: "div" as const })}
      description={props.description}
      error={props.error}
    >
      <Group gap={6} wrap="nowrap" mt={props.hideLabel ? 0 : 4}>
        <NumberInput
          aria-label={t("duration.amount", { label })}
          w="7rem"
          min={0}
          disabled={disabled}
          placeholder={props.placeholder}
          error={Boolean(props.error)}
          value={value?.amount ?? ""}
          onChange={(amount) => {
            onChange(typeof amount === "number" ? { amount, unit } : null);
          }}
        />
        <NativeSelect
          aria-label={t("duration.unit", { label })}
          disabled={disabled}
          value={unit}
          data={choices.map((one) => ({ value: one, label: t(UNIT_TEXTS[one]) }))}
          onChange={(event) => {
            const next = choices.find((one) => one === event.currentTarget.value) ?? unit;
            setKept(next);
            if (value !== null) onChange({ amount: value.amount, unit: next });
          }}
        />
      </Group>
    </Input.Wrapper>
  );
}

interface DurationInputProps extends CommonProps {
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

/** A duration as text: `7d`. */
export function DurationInput({ value, onChange, ...rest }: DurationInputProps) {
  return (
    <AmountInput
      {...rest}
      value={value === undefined ? null : readDuration(value)}
      onChange={(next) => {
        onChange(next === null ? undefined : writeDuration(next));
      }}
    />
  );
}

interface SecondsInputProps extends CommonProps {
  value: number | undefined;
  onChange: (seconds: number | undefined) => void;
}

/** A duration in seconds, shown in the unit in which it was typed. */
export function SecondsInput({ value, onChange, units = ALL, ...rest }: SecondsInputProps) {
  const [typed, setTyped] = useState<Duration | null>(null);
  const fitting = typed !== null && secondsOf(typed) === value ? typed : null;
  const shown = value === undefined ? null : (fitting ?? durationOf(value, ["s", ...units]));
  return (
    <AmountInput
      {...rest}
      units={units}
      value={shown}
      onChange={(next) => {
        setTyped(next);
        onChange(next === null ? undefined : secondsOf(next));
      }}
    />
  );
}
