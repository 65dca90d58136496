/** Inputs for moments, times of day and days of the week. */
import { Chip, Group, NativeSelect, TextInput } from "@mantine/core";

import { DurationInput } from "@/components/DurationInput";
import { ZoneSelect } from "@/components/ZoneSelect";
import { localInput, momentOf } from "@/lib/localTime";
import { t } from "@/lib/i18n";
import { ownZone } from "@/lib/zones";

import { InlineError, type ValueProps } from "./valueInputs";
import {
  type DateForm,
  type DateMode,
  DAYS,
  readDate,
  readTimeRange,
  readWeekdays,
  writeDate,
  writeTimeRange,
  writeWeekdays,
} from "./values";

const MODE_TEXTS = {
  now: "conditions.date.now",
  today: "conditions.date.today",
  ago: "conditions.date.ago",
  ahead: "conditions.date.ahead",
  day: "conditions.date.day",
  moment: "conditions.date.moment",
} as const;

function startOfMode(mode: DateMode): DateForm {
  if (mode === "now" || mode === "today") return { mode };
  if (mode === "ago" || mode === "ahead") return { mode, length: "7d" };
  const now = new Date().toISOString();
  return { mode, at: mode === "day" ? now.slice(0, 10) : now };
}

interface PartProps {
  label: string;
  form: DateForm;
  onForm: (form: DateForm) => void;
}

function DatePart({ label, form, onForm }: PartProps) {
  if (form.mode === "ago" || form.mode === "ahead") {
    const { mode } = form;
    return (
      <DurationInput
        hideLabel
        label={`${label}: ${t("conditions.date.length")}`}
        value={form.length}
        onChange={(length) => {
          onForm({ mode, length: length ?? "0d" });
        }}
      />
    );
  }
  if (form.mode !== "day" && form.mode !== "moment") return null;
  const { mode, at } = form;
  return (
    <TextInput
      aria-label={`${label}: ${t("conditions.date.at")}`}
      type={mode === "day" ? "date" : "datetime-local"}
      value={mode === "day" ? at : localInput(at, ownZone())}
      onChange={(event) => {
        const next = event.currentTarget.value;
        if (next !== "") onForm({ mode, at: mode === "day" ? next : momentOf(next, ownZone()) });
      }}
    />
  );
}

/** A moment, fixed or counted from now. */
export function DateValue({ label, value, error, onChange }: ValueProps) {
  const form = readDate(value) ?? { mode: "today" as const };
  return (
    <div>
      <Group gap={6} align="flex-start">
        <NativeSelect
          aria-label={`${label}: ${t("conditions.date.mode")}`}
          value={form.mode}
          data={Object.entries(MODE_TEXTS).map(([mode, key]) => ({ value: mode, label: t(key) }))}
          onChange={(event) => {
            onChange(writeDate(startOfMode(event.currentTarget.value as DateMode)));
          }}
        />
        <DatePart
          label={label}
          form={form}
          onForm={(next) => {
            onChange(writeDate(next));
          }}
        />
      </Group>
      <InlineError text={error} />
    </div>
  );
}

/** Two moments, both ends included. */
export function DatesValue({ label, value, error, onChange }: ValueProps) {
  const [from, to] = Array.isArray(value) ? (value as unknown[]) : [];
  const shared = { error: undefined };
  return (
    <div style={{ display: "grid", gap: 6 }}>
      <DateValue
        {...shared}
        label={`${label}: ${t("conditions.value.first")}`}
        value={from}
        onChange={(next) => {
          onChange([next, to ?? "now"]);
        }}
      />
      <DateValue
        {...shared}
        label={`${label}: ${t("conditions.value.last")}`}
        value={to}
        onChange={(next) => {
          onChange([from ?? "-7d", next]);
        }}
      />
      <InlineError text={error} />
    </div>
  );
}

/** UTC is what a zone left out means; it is written once another is chosen. */
function ZonePart({ zone, onZone }: { zone: string | undefined; onZone: (zone: string) => void }) {
  return <ZoneSelect hideLabel value={zone ?? "UTC"} onChange={onZone} />;
}

export function TimeRangeValue({ label, value, error, onChange }: ValueProps) {
  const range = readTimeRange(value) ?? { from: "", to: "", timezone: undefined };
  const time = (name: "from" | "to", text: string) => (
    <TextInput
      type="time"
      aria-label={`${label}: ${text}`}
      error={Boolean(error)}
      value={range[name]}
      onChange={(event) => {
        onChange(writeTimeRange({ ...range, [name]: event.currentTarget.value }));
      }}
    />
  );
  return (
    <div>
      <Group gap={6}>
        {time("from", t("conditions.value.first"))}
        <span>{t("conditions.value.and")}</span>
        {time("to", t("conditions.value.last"))}
        <ZonePart
          zone={range.timezone}
          onZone={(timezone) => {
            onChange(writeTimeRange({ ...range, timezone }));
          }}
        />
      </Group>
      <InlineError text={error} />
    </div>
  );
}

const DAY_TEXTS = {
  mon: "conditions.day.mon",
  tue: "conditions.day.tue",
  wed: "conditions.day.wed",
  thu: "conditions.day.thu",
  fri: "conditions.day.fri",
  sat: "conditions.day.sat",
  sun: "conditions.day.sun",
} as const;

export function WeekdaysValue({ label, value, error, onChange }: ValueProps) {
  const form = readWeekdays(value) ?? { days: [], timezone: undefined };
  return (
    <div>
      <Group gap={6}>
        <Chip.Group
          multiple
          value={[...form.days]}
          onChange={(days) => {
            onChange(writeWeekdays({ ...form, days: days }));
          }}
        >
          <Group gap={4} role="group" aria-label={label}>
            {DAYS.map((day) => (
              <Chip key={day} value={day} size="xs">
                {t(DAY_TEXTS[day])}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
        <ZonePart
          zone={form.timezone}
          onZone={(timezone) => {
            onChange(writeWeekdays({ ...form, timezone }));
          }}
        />
      </Group>
      <InlineError text={error} />
    </div>
  );
}
