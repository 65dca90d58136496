import { Checkbox, NativeSelect, NumberInput, Text, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ChangeEvent } from "react";

import { ZoneSelect } from "@/components/ZoneSelect";
import { speakCron } from "@/lib/cronSpeaker";
import { t } from "@/lib/i18n";
import { spokenSchedule } from "@/lib/scheduleWords";

import { type FieldValue, type InputSpec, optionLabel } from "./inputs";
import { templatesApi } from "./templates.api";

interface FieldProps {
  spec: InputSpec;
  value: FieldValue;
  error: string | undefined;
  siteId: string | null;
  onChange: (value: FieldValue) => void;
}

interface Common {
  label: string;
  description: string | undefined;
  error: string | undefined;
  required: boolean;
}

function commonOf({ spec, error }: FieldProps): Common {
  const optional = !spec.required && spec.fallback === null && spec.type !== "boolean";
  return {
    label: optional ? t("templates.optional", { label: spec.label }) : spec.label,
    description: spec.description === "" ? undefined : spec.description,
    error,
    required: spec.required,
  };
}

const textOf = (onChange: FieldProps["onChange"]) => {
  return (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>) => {
    onChange(event.currentTarget.value);
  };
};

/** The site's connections by name, instead of an id that nobody knows. */
function ConnectionField(props: FieldProps) {
  const { siteId, value, onChange } = props;
  const { data = [] } = useQuery({
    queryKey: ["connections", siteId],
    queryFn: () => templatesApi.connections(siteId ?? ""),
    enabled: siteId !== null,
  });
  return (
    <NativeSelect
      {...commonOf(props)}
      label={props.spec.label}
      value={String(value)}
      data={[
        { value: "", label: t("templates.siteDefault") },
        ...data.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={textOf(onChange)}
    />
  );
}

function ChoiceField(props: FieldProps) {
  const { spec, value, onChange } = props;
  return (
    <NativeSelect
      {...commonOf(props)}
      value={String(value)}
      data={spec.options.map((option, index) => ({
        value: String(index),
        label: optionLabel(spec, option),
      }))}
      onChange={textOf(onChange)}
    />
  );
}

const HTML_TYPES = { email: "email", url: "url" } as const;

function TextField(props: FieldProps) {
  const { spec, value, onChange } = props;
  return (
    <TextInput
      {...commonOf(props)}
      type={spec.type === "email" || spec.type === "url" ? HTML_TYPES[spec.type] : "text"}
      value={String(value)}
      onChange={textOf(onChange)}
    />
  );
}

/** A cron expression, with what it says beneath. */
function ScheduleField(props: FieldProps) {
  const cron = String(props.value).trim();
  const words = spokenSchedule({ cron }, speakCron) ?? t("schedule.cron.wrong");
  return (
    <div>
      <TextField {...props} />
      <Text size="sm" c="dimmed" mt={4} aria-live="polite">
        {cron !== "" && words}
      </Text>
    </div>
  );
}

function ZoneField(props: FieldProps) {
  const { label, description, error } = commonOf(props);
  return (
    <ZoneSelect
      {...{ label, error }}
      {...(description !== undefined && { description })}
      value={String(props.value)}
      onChange={props.onChange}
    />
  );
}

function ListField(props: FieldProps) {
  const common = commonOf(props);
  return (
    <Textarea
      {...common}
      description={[common.description, t("templates.list")].filter(Boolean).join(" ")}
      autosize
      minRows={2}
      maxRows={8}
      value={String(props.value)}
      onChange={textOf(props.onChange)}
    />
  );
}

function NumberField(props: FieldProps) {
  const { spec, value, onChange } = props;
  return (
    <NumberInput
      {...commonOf(props)}
      {...(spec.min !== undefined && { min: spec.min })}
      {...(spec.max !== undefined && { max: spec.max })}
      value={typeof value === "boolean" ? "" : value}
      onChange={onChange}
    />
  );
}

/** One input of a template, by its type. */
export function TemplateField(props: FieldProps) {
  const { spec, value, onChange } = props;
  if (spec.type === "number") return <NumberField {...props} />;
  if (spec.type === "choice") return <ChoiceField {...props} />;
  if (spec.type === "list") return <ListField {...props} />;
  if (spec.type === "id" && spec.name.includes("connection")) return <ConnectionField {...props} />;
  if (spec.type === "schedule") return <ScheduleField {...props} />;
  if (spec.type === "text" && spec.name === "timezone") return <ZoneField {...props} />;
  if (spec.type !== "boolean") return <TextField {...props} />;
  return (
    <Checkbox
      label={spec.label}
      description={spec.description}
      error={props.error}
      checked={value === true}
      onChange={(event) => {
        onChange(event.currentTarget.checked);
      }}
    />
  );
}
