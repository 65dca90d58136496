import { Checkbox, NativeSelect, NumberInput, TagsInput } from "@mantine/core";

import { JsonField } from "@/components/JsonField";
import { ObjectMultiSelect, ObjectSelect } from "@/components/ObjectSelect";
import { t } from "@/lib/i18n";

import { useStepContext } from "./FormContext";
import { PairsInput } from "./PairsInput";
import type { FieldProps, ParamProps } from "./ParamField";

type InputProps = ParamProps & { shared: FieldProps };

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];

function NumberParam({ spec, shared, value, onChange }: InputProps) {
  return (
    <NumberInput
      {...shared}
      allowDecimal={!spec.whole}
      clampBehavior="none"
      {...(spec.min !== undefined && { min: spec.min })}
      {...(spec.max !== undefined && { max: spec.max })}
      {...(typeof spec.fallback === "number" && { placeholder: String(spec.fallback) })}
      value={typeof value === "number" ? value : ""}
      onChange={(next) => {
        if (typeof next === "number") onChange(next);
        else if (next === "") onChange(undefined);
      }}
    />
  );
}

function ChoiceParam({ spec, shared, value, onChange }: InputProps) {
  const { fallback } = spec;
  const usual =
    typeof fallback === "string" && fallback !== ""
      ? t("stepform.default", { value: fallback })
      : t("stepform.default.plain");
  const own = spec.options.filter((option) => option !== "" && option !== fallback);
  return (
    <NativeSelect
      {...shared}
      value={typeof value === "string" && value !== fallback ? value : ""}
      data={[...(spec.required ? [] : [{ value: "", label: usual }]), ...own]}
      onChange={(event) => {
        const next = event.currentTarget.value;
        onChange(next === "" ? undefined : next);
      }}
    />
  );
}

/** Yes, no, or neither. */
function MaybeParam({ shared, value, onChange }: InputProps) {
  return (
    <NativeSelect
      {...shared}
      value={typeof value === "boolean" ? String(value) : ""}
      data={[
        { value: "", label: t("stepform.default.plain") },
        { value: "true", label: t("stepform.yes") },
        { value: "false", label: t("stepform.no") },
      ]}
      onChange={(event) => {
        const next = event.currentTarget.value;
        onChange(next === "" ? undefined : next === "true");
      }}
    />
  );
}

function BooleanParam(props: InputProps) {
  const { spec, shared, value, onChange } = props;
  if (spec.nullable) return <MaybeParam {...props} />;
  return (
    <Checkbox
      label={shared.label}
      description={shared.description}
      error={shared.error}
      checked={typeof value === "boolean" ? value : spec.fallback === true}
      onChange={(event) => {
        const next = event.currentTarget.checked;
        onChange(next === spec.fallback ? undefined : next);
      }}
    />
  );
}

function TextsParam({ shared, value, onChange }: InputProps) {
  return (
    <TagsInput
      {...shared}
      placeholder={t("stepform.list")}
      value={textsOf(value)}
      onChange={(next) => {
        onChange(next.length === 0 ? undefined : next);
      }}
    />
  );
}

function ObjectParam({ spec, shared, value, onChange }: InputProps) {
  const { siteId } = useStepContext();
  if (spec.object === null) return null;
  return (
    <ObjectSelect
      {...shared}
      kind={spec.object}
      site={siteId}
      value={typeof value === "string" && value !== "" ? value : null}
      onChange={(id) => {
        onChange(id ?? undefined);
      }}
    />
  );
}

function ObjectsParam({ spec, shared, value, onChange }: InputProps) {
  const { siteId } = useStepContext();
  if (spec.object === null) return null;
  return (
    <ObjectMultiSelect
      {...shared}
      kind={spec.object}
      site={siteId}
      value={textsOf(value)}
      onChange={(ids) => {
        onChange(ids.length === 0 ? undefined : ids);
      }}
    />
  );
}

/** The input of a param by its kind, for a fixed value. */
export function ParamInput(props: InputProps) {
  const { spec, shared, value, onChange } = props;
  switch (spec.kind) {
    case "number":
      return <NumberParam {...props} />;
    case "choice":
      return <ChoiceParam {...props} />;
    case "boolean":
      return <BooleanParam {...props} />;
    case "texts":
      return <TextsParam {...props} />;
    case "object":
      return <ObjectParam {...props} />;
    case "objects":
      return <ObjectsParam {...props} />;
    case "pairs":
      return <PairsInput {...shared} value={value} onChange={onChange} />;
    default:
      return <JsonField {...shared} value={value} onChange={onChange} />;
  }
}
