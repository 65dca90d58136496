import { useMemo } from "react";

import type { Condition } from "@/lib/rule";

import { BuilderContext, useBuilder } from "./BuilderContext";
import { ConditionRoot } from "./ConditionRoot";
import classes from "./conditions.module.css";
import type { FieldOption } from "./fields";

interface NestedConditionsProps {
  label: string;
  value: Condition | null | undefined;
  /** Where they stand, as the API names it. */
  at: string;
  fields: readonly FieldOption[];
  onChange: (value: Condition) => void;
}

/** Conditions within a condition, with fields of their own. */
export function NestedConditions({ label, value, at, fields, onChange }: NestedConditionsProps) {
  const builder = useBuilder();
  const own = useMemo(() => ({ ...builder, fields }), [builder, fields]);
  return (
    <BuilderContext value={own}>
      <div className={classes.nested}>
        <ConditionRoot
          label={label}
          value={value}
          at={at}
          onChange={(next) => {
            onChange(next ?? []);
          }}
        />
      </div>
    </BuilderContext>
  );
}
