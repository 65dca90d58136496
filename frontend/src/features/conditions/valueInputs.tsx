/** Inputs for the simple kinds of values. */
import { NativeSelect, NumberInput, TagsInput, TextInput } from "@mantine/core";

import { t } from "@/lib/i18n";

export interface ValueProps {
  label: string;
  /** Undefined: nothing yet. */
  value: unknown;
  error: string | undefined;
  onChange: (value: unknown) => void;
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
const numberOf = (value: unknown): number | "" => (typeof value === "number" ? value : "");
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

interface TextValueProps extends ValueProps {
  monospace?: boolean;
  placeholder?: string;
}

export function TextValue(props: TextValueProps) {
  const { label, value, error, onChange, monospace = false, placeholder } = props;
  return (
    <TextInput
      aria-label={label}
      error={error}
      placeholder={placeholder}
      value={textOf(value)}
      {...(monospace && {
        spellCheck: false,
        styles: { input: { fontFamily: "var(--mantine-font-family-monospace)" } },
      })}
      onChange={(event) => {
        onChange(event.currentTarget.value);
      }}
    />
  );
}

interface NumberValueProps extends ValueProps {
  whole?: boolean;
}

export function NumberValue({ label, value, error, onChange, whole = false }: NumberValueProps) {
  return (
    <NumberInput
      aria-label={label}
      error={error}
      allowDecimal={!whole}
      {...(whole && { min: 0, allowNegative: false })}
      value={numberOf(value)}
      onChange={(next) => {
        if (typeof next === "number") onChange(next);
        else if (next === "") onChange(undefined);
      }}
    />
  );
}

export function BooleanValue({ label, value, error, onChange }: ValueProps) {
  return (
    <NativeSelect
      aria-label={label}
      error={error}
      value={value === false ? "no" : "yes"}
      data={[
        { value: "yes", label: t("conditions.value.yes") },
        { value: "no", label: t("conditions.value.no") },
      ]}
      onChange={(event) => {
        onChange(event.currentTarget.value === "yes");
      }}
    />
  );
}

const readNumber = (text: string): number => (text.trim() === "" ? NaN : Number(text));

/** Several texts, or several numbers. */
export function ListValue(props: ValueProps & { numbers?: boolean }) {
  const { label, value, error, onChange, numbers = false } = props;
  return (
    <TagsInput
      aria-label={label}
      error={error}
      placeholder={t("conditions.value.list")}
      value={listOf(value).map(String)}
      isDuplicate={(one, all) => all.includes(one)}
      onChange={(texts) => {
        onChange(numbers ? texts.map(readNumber).filter(Number.isFinite) : texts);
      }}
    />
  );
}

type ScalarType = "text" | "number" | "boolean" | "null";
const SCALAR_TEXTS = {
  text: "conditions.type.text",
  number: "conditions.type.number",
  boolean: "conditions.type.boolean",
  null: "conditions.type.null",
} as const;
const SCALAR_STARTS: Readonly<Record<ScalarType, unknown>> = {
  text: "",
  number: 0,
  boolean: true,
  null: null,
};

function scalarType(value: unknown): ScalarType {
  if (value === null) return "null";
  if (typeof value === "number") return "number";
  return typeof value === "boolean" ? "boolean" : "text";
}

/** A number that is typed as a text stays one, and the other way round. */
function convertScalar(value: unknown, to: ScalarType): unknown {
  if (to === "text" && typeof value === "number") return String(value);
  const number = typeof value === "string" ? readNumber(value) : NaN;
  return to === "number" && Number.isFinite(number) ? number : SCALAR_STARTS[to];
}

/** A single value of a field whose type is not known: its type is picked beside it. */
export function ScalarValue(props: ValueProps) {
  const { label, value, onChange } = props;
  const type = scalarType(value);
  return (
    <div style={{ display: "grid", gridTemplateColumns: "minmax(5.5rem, auto) minmax(0, 1fr)", gap: 6 }}>
      <NativeSelect
        aria-label={`${label}: ${t("conditions.value.type")}`}
        value={type}
        data={Object.entries(SCALAR_TEXTS).map(([name, key]) => ({ value: name, label: t(key) }))}
        onChange={(event) => {
          onChange(convertScalar(value, event.currentTarget.value as ScalarType));
        }}
      />
      {type === "text" && <TextValue {...props} />}
      {type === "number" && <NumberValue {...props} />}
      {type === "boolean" && <BooleanValue {...props} />}
    </div>
  );
}

/** Two numbers, both ends included. */
export function RangeValue({ label, value, error, onChange }: ValueProps) {
  const [low, high] = listOf(value);
  const end = (part: unknown, name: string, write: (next: unknown) => unknown[]) => (
    <NumberInput
      aria-label={`${label}: ${name}`}
      placeholder={name}
      error={Boolean(error)}
      value={numberOf(part)}
      onChange={(next) => {
        onChange(write(typeof next === "number" ? next : null));
      }}
    />
  );
  return (
    <div>
      <div style={{ display: "flex", gap: 6, alignItems: "center" }}>
        {end(low, t("conditions.value.low"), (next) => [next, high ?? null])}
        <span>{t("conditions.value.and")}</span>
        {end(high, t("conditions.value.high"), (next) => [low ?? null, next])}
      </div>
      <InlineError text={error} />
    </div>
  );
}

/** Beneath several inputs that are wrong together. */
export function InlineError({ text }: { text: string | undefined }) {
  if (text === undefined) return null;
  return (
    <div style={{ color: "var(--mantine-color-error)", fontSize: "0.8125rem", marginTop: 4 }}>
      {text}
    </div>
  );
}
