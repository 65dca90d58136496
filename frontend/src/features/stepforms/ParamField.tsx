import { ActionIcon, Textarea, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { type ReactNode, useRef } from "react";

import type { FieldOption } from "@/features/conditions";
import { isExpression } from "@/lib/expression";
import { t } from "@/lib/i18n";

import { useProblem, useStepContext } from "./FormContext";
import { ParamInput } from "./ParamInput";
import { expressionOf, type ParamSpec, takes } from "./schema";
import classes from "./stepforms.module.css";
import { ValuePicker } from "./ValuePicker";

export interface ParamProps {
  spec: ParamSpec;
  /** Undefined: left out. */
  value: unknown;
  /** The field as the API names it within the step: `params.limit`. */
  field: string;
  onChange: (value: unknown) => void;
}

/** What the inputs of all kinds share. */
export interface FieldProps {
  label: string;
  description: string | undefined;
  error: string | undefined;
  required: boolean;
}

function useFieldProps({ spec, field }: ParamProps): FieldProps {
  const error = useProblem(field);
  return {
    label: spec.label,
    description: spec.description === "" ? undefined : spec.description,
    error,
    required: spec.required,
  };
}

/** Outputs are named like the params that they are for: these are most likely wanted. */
function bestFirst(fields: readonly FieldOption[], name: string | undefined): FieldOption[] {
  const group = t("stepform.insert.best");
  const best = fields.filter(({ path }) => name !== undefined && path.endsWith(`.${name}`));
  const rest = fields.filter((field) => !best.includes(field));
  return [...best.map((field) => ({ ...field, group: `${group} · ${field.group ?? ""}` })), ...rest];
}

/** A field with the button that offers values of earlier steps. */
export function WithPicker(props: {
  label: string;
  kind: ParamSpec["kind"];
  /** Of the param: values of the same name come first. */
  name?: string;
  onPick: (path: string) => void;
  /** For a field without a label above it. */
  inline?: boolean;
  children: ReactNode;
}) {
  const { fields } = useStepContext();
  const fitting = bestFirst(
    fields.filter(({ type }) => takes(props.kind, type)),
    props.name,
  );
  return (
    <div className={classes.field}>
      {props.children}
      {fitting.length > 0 && (
        <div className={classes.picker} data-inline={props.inline}>
          <ValuePicker label={props.label} fields={fitting} onPick={props.onPick} />
        </div>
      )}
    </div>
  );
}

const MONOSPACE = { input: { fontFamily: "var(--mantine-font-family-monospace)" } };

/** A value that is worked out when the rule runs, and the way back to a fixed one. */
function ExpressionInput({ shared, value, onChange }: ParamProps & { shared: FieldProps }) {
  return (
    <TextInput
      {...shared}
      description={t("stepform.expression")}
      spellCheck={false}
      styles={MONOSPACE}
      value={String(value)}
      rightSection={
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("stepform.expression.clear", { label: shared.label })}
          onClick={() => {
            onChange(undefined);
          }}
        >
          <IconX size={16} aria-hidden />
        </ActionIcon>
      }
      onChange={(event) => {
        const next = event.currentTarget.value;
        onChange(next === "" ? undefined : next);
      }}
    />
  );
}

/** Text, in which values can stand anywhere: they go in where the cursor is. */
function TextParam({ spec, shared, value, onChange }: ParamProps & { shared: FieldProps }) {
  const ref = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const text = typeof value === "string" ? value : "";
  const insert = (path: string) => {
    const start = ref.current?.selectionStart ?? text.length;
    const end = ref.current?.selectionEnd ?? text.length;
    onChange(`${text.slice(0, start)}${expressionOf(path)}${text.slice(end)}`);
  };
  const input = {
    ...shared,
    ref,
    value: text,
    ...(spec.maxLength !== undefined && { maxLength: spec.maxLength }),
    ...(typeof spec.fallback === "string" && { placeholder: spec.fallback }),
    onChange: (event: { currentTarget: { value: string } }) => {
      const next = event.currentTarget.value;
      onChange(next === "" ? undefined : next);
    },
  };
  return (
    <WithPicker label={spec.label} kind={spec.kind} name={spec.name} onPick={insert}>
      {spec.kind === "long" ? (
        <Textarea {...input} autosize minRows={3} maxRows={12} />
      ) : (
        <TextInput {...input} />
      )}
    </WithPicker>
  );
}

/** One param: an input of its kind, or an expression in its place. */
export function ParamField(props: ParamProps) {
  const { spec, value, onChange } = props;
  const shared = useFieldProps(props);
  if (spec.kind === "text" || spec.kind === "long") return <TextParam {...props} shared={shared} />;
  return (
    <WithPicker
      label={spec.label}
      kind={spec.kind}
      name={spec.name}
      onPick={(path) => {
        onChange(expressionOf(path));
      }}
    >
      {isExpression(value) ? (
        <ExpressionInput {...props} shared={shared} />
      ) : (
        <ParamInput {...props} shared={shared} />
      )}
    </WithPicker>
  );
}
