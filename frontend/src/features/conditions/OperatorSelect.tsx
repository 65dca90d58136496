import { NativeSelect } from "@mantine/core";

import type { ConditionOperator } from "@/lib/api";
import { t, tMaybe } from "@/lib/i18n";

import type { FieldType } from "./fields";
import { isOfChanges, operatorsFor } from "./operators";

interface OperatorSelectProps {
  value: string;
  type: FieldType;
  operators: readonly ConditionOperator[];
  error: string | undefined;
  onChange: (name: string) => void;
}

export const operatorLabel = ({ name, label }: ConditionOperator): string =>
  tMaybe(`operator.${name}`, label);

const option = (operator: ConditionOperator) => ({
  value: operator.name,
  label: operatorLabel(operator),
});

/** The comparison: those that fit the field's type, and the one that is chosen even if it does not. */
export function OperatorSelect({ value, type, operators, error, onChange }: OperatorSelectProps) {
  const fitting = operatorsFor(operators, type);
  const chosen = operators.find(({ name }) => name === value);
  const own = fitting.some(({ name }) => name === value)
    ? []
    : [chosen === undefined ? { value, label: value } : option(chosen)];
  const changes = fitting.filter(({ name }) => isOfChanges(name)).map(option);
  return (
    <NativeSelect
      aria-label={t("conditions.operator")}
      error={error}
      value={value}
      data={[
        ...own,
        ...fitting.filter(({ name }) => !isOfChanges(name)).map(option),
        ...(changes.length === 0 ? [] : [{ group: t("conditions.operator.changes"), items: changes }]),
      ]}
      onChange={(event) => {
        onChange(event.currentTarget.value);
      }}
    />
  );
}
