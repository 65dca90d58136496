import { NativeSelect, NumberInput, Textarea } from "@mantine/core";

import { JsonField } from "@/components/JsonField";
import { t } from "@/lib/i18n";

import { WithPicker } from "./ParamField";
import { expressionOf } from "./schema";

type ValueType = "text" | "number" | "boolean" | "json";

const TYPE_TEXTS = {
  text: "stepform.type.text",
  number: "stepform.type.number",
  boolean: "stepform.type.boolean",
  json: "stepform.type.json",
} as const;

const STARTS: Readonly<Record<ValueType, unknown>> = { text: "", number: 0, boolean: true, json: [] };

function typeOf(value: unknown): ValueType {
  if (typeof value === "string") return "text";
  if (typeof value === "number") return "number";
  return typeof value === "boolean" ? "boolean" : "json";
}

interface AnyValueInputProps {
  label: string;
  typeLabel: string;
  textOnly: boolean;
  value: unknown;
  onChange: (value: unknown) => void;
}

function TextValue({ label, value, onChange }: AnyValueInputProps) {
  const text = typeof value === "string" ? value : "";
  return (
    <WithPicker
      label={label}
      kind="text"
      inline
      onPick={(path) => {
        onChange(`${text}${expressionOf(path)}`);
      }}
    >
      <Textarea
        aria-label={label}
        autosize
        minRows={1}
        maxRows={6}
        pe={28}
        value={text}
        onChange={(event) => {
          onChange(event.currentTarget.value);
        }}
      />
    </WithPicker>
  );
}

function ValueInput(props: AnyValueInputProps & { type: ValueType }) {
  const { type, label, value, onChange } = props;
  if (type === "text") return <TextValue {...props} />;
  if (type === "number") {
    return (
      <NumberInput
        aria-label={label}
        value={typeof value === "number" ? value : ""}
        onChange={(next) => {
          if (typeof next === "number") onChange(next);
        }}
      />
    );
  }
  if (type === "json") return <JsonField hideLabel label={label} value={value} onChange={onChange} />;
  return (
    <NativeSelect
      aria-label={label}
      value={String(value)}
      data={[
        { value: "true", label: t("stepform.yes") },
        { value: "false", label: t("stepform.no") },
      ]}
      onChange={(event) => {
        onChange(event.currentTarget.value === "true");
      }}
    />
  );
}

/** A value of any type: its type, and an input of that type; text may hold expressions. */
export function AnyValueInput(props: AnyValueInputProps) {
  const { typeLabel, textOnly, value, onChange } = props;
  const type = typeOf(value);
  if (textOnly && type === "text") return <TextValue {...props} />;
  return (
    <div style={{ display: "grid", gap: 6 }}>
      <NativeSelect
        size="xs"
        aria-label={typeLabel}
        value={type}
        data={Object.entries(TYPE_TEXTS).map(([name, key]) => ({ value: name, label: t(key) }))}
        onChange={(event) => {
          onChange(STARTS[event.currentTarget.value as ValueType]);
        }}
      />
      <ValueInput {...props} type={type} />
    </div>
  );
}
