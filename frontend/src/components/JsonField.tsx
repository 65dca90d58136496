import { Textarea } from "@mantine/core";
import { type ReactNode, useState } from "react";

import { t } from "@/lib/i18n";

interface JsonFieldProps {
  label: string;
  hideLabel?: boolean;
  description?: ReactNode;
  error?: ReactNode;
  required?: boolean;
  placeholder?: string;
  /** Undefined: nothing; the field is empty then. */
  value: unknown;
  onChange: (value: unknown) => void;
}

const show = (value: unknown): string => (value === undefined ? "" : JSON.stringify(value, null, 2));

const MONOSPACE = { input: { fontFamily: "var(--mantine-font-family-monospace)" } };

type Parsed = { valid: true; value: unknown } | { valid: false };

interface Draft {
  text: string;
  parsed: Parsed;
  before: unknown;
}

function parse(text: string): Parsed {
  if (text.trim() === "") return { valid: true, value: undefined };
  try {
    return { valid: true, value: JSON.parse(text) as unknown };
  } catch {
    return { valid: false };
  }
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Any value as JSON; what does not parse stays in the field and is not passed on. */
export function JsonField(props: JsonFieldProps) {
  const {
    label,
    hideLabel = false,
    description,
    required = false,
    placeholder,
    value,
    onChange,
  } = props;
  const [draft, setDraft] = useState<Draft | null>(null);
  // A draft stands as long as it means the value, or the value is what it was: undo shows through.
  const stands = draft !== null && same(draft.parsed.valid ? draft.parsed.value : draft.before, value);
  const invalid = stands && !draft.parsed.valid;
  return (
    <Textarea
      {...(hideLabel ? { "aria-label": label } : { label })}
      {...{ description, required, placeholder }}
      error={invalid ? t("json.invalid") : props.error}
      autosize
      minRows={2}
      maxRows={14}
      styles={MONOSPACE}
      spellCheck={false}
      value={stands ? draft.text : show(value)}
      onChange={(event) => {
        const next = event.currentTarget.value;
        const read = parse(next);
        setDraft({ text: next, parsed: read, before: value });
        if (read.valid && !same(read.value, value)) onChange(read.value);
      }}
    />
  );
}
