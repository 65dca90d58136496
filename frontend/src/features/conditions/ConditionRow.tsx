import { isExpression } from "@/lib/expression";
import { t } from "@/lib/i18n";
import type { Comparison, Condition } from "@/lib/rule";

import { problemAt, problemsWithin, useBuilder } from "./BuilderContext";
import classes from "./conditions.module.css";
import { FieldPicker } from "./FieldPicker";
import { itemFields, typeOf } from "./fields";
import { LiveMark } from "./LiveMark";
import { NestedConditions } from "./NestedConditions";
import { operatorFor, type ValueKind, valueKind } from "./operators";
import { OperatorSelect } from "./OperatorSelect";
import { ValueInput } from "./ValueInput";
import { carried } from "./values";

/** A comparison with another value; nothing at all takes the key away. */
function withValue(raw: Comparison, value: unknown): Comparison {
  const rest = Object.fromEntries(Object.entries(raw).filter(([key]) => key !== "value"));
  return value === undefined ? (rest as unknown as Comparison) : { ...raw, value };
}

/** What a comparison is, as the operators know it. */
export function useComparison(raw: Comparison) {
  const { operators, fields } = useBuilder();
  const type = typeOf(raw.field, fields);
  const operator = operators.find(({ name }) => name === raw.operator);
  const kind: ValueKind = operator === undefined ? "json" : valueKind(operator, type);
  const kindOf = (name: string, of = type): ValueKind => {
    const other = operators.find((one) => one.name === name);
    return other === undefined ? "json" : valueKind(other, of);
  };
  return { operators, fields, type, operator, kind, kindOf };
}

interface RowProps {
  raw: Comparison;
  at: string;
  name: string;
  onChange: (raw: Comparison) => void;
  tools: React.ReactNode;
}

function useRow({ raw, at, onChange }: RowProps) {
  const { problems } = useBuilder();
  const { operators, fields, type, kind, kindOf } = useComparison(raw);
  const ownProblem = problemAt(problems, at, `${at}.case_sensitive`, `${at}.loose`);
  const valueProblem = problemsWithin(problems, `${at}.value`).join(" ");
  return {
    operators,
    fields,
    type,
    kind,
    ownProblem,
    fieldProblem: problemAt(problems, `${at}.field`),
    operatorProblem: problemAt(problems, `${at}.operator`),
    valueProblem: valueProblem === "" ? undefined : valueProblem,
    setField: (field: string) => {
      const next = typeOf(field, fields);
      const name = next === type ? raw.operator : operatorFor(operators, raw.operator, next);
      onChange(withValue({ ...raw, field, operator: name }, carried(kindOf(name, next), raw.value)));
    },
    setOperator: (name: string) => {
      onChange(withValue({ ...raw, operator: name }, carried(kindOf(name), raw.value)));
    },
    setValue: (value: unknown) => {
      onChange(withValue(raw, value));
    },
  };
}

/** Conditions on the items of a list, in place of a value. */
function ItemConditions({ raw, at, row }: RowProps & { row: ReturnType<typeof useRow> }) {
  const labels = {
    group: t("conditions.item.group"),
    item: t("conditions.item"),
    index: t("conditions.item.index"),
  };
  return (
    <NestedConditions
      label={t("conditions.item.legend")}
      value={raw.value as Condition}
      at={`${at}.value`}
      fields={itemFields(raw.field, row.fields, labels)}
      onChange={row.setValue}
    />
  );
}

/** One comparison: field, operator, value; beneath, what is wrong and how it came out. */
export function ConditionRow(props: RowProps) {
  const { raw, at, name, tools } = props;
  const { results } = useBuilder();
  const row = useRow(props);
  const nested = row.kind === "conditions" && !isExpression(raw.value);
  const valueless = row.kind === "none" || nested;
  return (
    <div role="group" aria-label={name}>
      <div className={classes.row} data-valueless={valueless}>
        <FieldPicker
          label={t("conditions.field")}
          fields={row.fields}
          value={raw.field}
          error={row.fieldProblem}
          onChange={row.setField}
        />
        <OperatorSelect
          operators={row.operators}
          type={row.type}
          value={raw.operator}
          error={row.operatorProblem}
          onChange={row.setOperator}
        />
        {!valueless && (
          <ValueInput
            kind={row.kind}
            label={t("conditions.value")}
            value={raw.value}
            error={row.valueProblem}
            onChange={row.setValue}
          />
        )}
        <div className={classes.tools}>{tools}</div>
      </div>
      {nested && <ItemConditions {...props} row={row} />}
      {row.ownProblem !== undefined && <p className={classes.problem}>{row.ownProblem}</p>}
      <LiveMark result={results[at]} />
    </div>
  );
}
