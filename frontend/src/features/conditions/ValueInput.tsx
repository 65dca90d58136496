import { DurationInput } from "@/components/DurationInput";
import { JsonField } from "@/components/JsonField";
import { isExpression } from "@/lib/expression";
import { t } from "@/lib/i18n";

import { DatesValue, DateValue, TimeRangeValue, WeekdaysValue } from "./dateInputs";
import type { ValueKind } from "./operators";
import {
  BooleanValue,
  ListValue,
  NumberValue,
  RangeValue,
  ScalarValue,
  TextValue,
  type ValueProps,
} from "./valueInputs";
import { fits } from "./values";

function DurationValue({ label, value, error, onChange }: ValueProps) {
  return (
    <DurationInput
      hideLabel
      label={label}
      error={error}
      value={typeof value === "string" ? value : undefined}
      onChange={onChange}
    />
  );
}

function JsonValue({ label, value, error, onChange }: ValueProps) {
  return (
    <JsonField
      hideLabel
      label={`${label}: ${t("conditions.value.json")}`}
      error={error}
      value={value}
      onChange={onChange}
    />
  );
}

const INPUTS: Readonly<Record<ValueKind, (props: ValueProps) => React.ReactNode>> = {
  none: () => null,
  text: (props) => <TextValue {...props} />,
  pattern: (props) => <TextValue {...props} monospace placeholder={t("conditions.value.pattern")} />,
  number: (props) => <NumberValue {...props} />,
  integer: (props) => <NumberValue {...props} whole />,
  boolean: (props) => <BooleanValue {...props} />,
  scalar: (props) => <ScalarValue {...props} />,
  texts: (props) => <ListValue {...props} />,
  numbers: (props) => <ListValue {...props} numbers />,
  range: (props) => <RangeValue {...props} />,
  date: (props) => <DateValue {...props} />,
  dates: (props) => <DatesValue {...props} />,
  duration: (props) => <DurationValue {...props} />,
  time_range: (props) => <TimeRangeValue {...props} />,
  weekdays: (props) => <WeekdaysValue {...props} />,
  conditions: () => null,
  json: (props) => <JsonValue {...props} />,
};

/** The input for the value of a comparison: by its kind, else as an expression or as JSON. */
export function ValueInput({ kind, ...props }: ValueProps & { kind: ValueKind }) {
  if (isExpression(props.value)) {
    return (
      <TextValue {...props} monospace label={`${props.label}: ${t("conditions.value.expression")}`} />
    );
  }
  return INPUTS[fits(kind, props.value) ? kind : "json"](props);
}
