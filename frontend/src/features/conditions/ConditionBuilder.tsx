import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { ErrorState, LoadingList } from "@/components/states";
import { asApiError } from "@/lib/api";
import { t } from "@/lib/i18n";
import type { Condition, Problems } from "@/lib/rule";

import { BuilderContext } from "./BuilderContext";
import { ConditionRoot } from "./ConditionRoot";
import classes from "./conditions.module.css";
import type { FieldOption } from "./fields";
import type { LiveResults } from "./live";
import { operatorsQuery } from "./queries";

interface ConditionBuilderProps {
  value: Condition | null;
  /** Null: no conditions. */
  onChange: (value: Condition | null) => void;
  fields: readonly FieldOption[];
  /** Where the conditions stand, as the API names it: `conditions`, `actions[1].when`. */
  prefix: string;
  problems?: Problems;
  /** How each comparison came out, by its place. */
  results?: LiveResults;
  label?: string;
}

const NO_PROBLEMS: Problems = {};
const NO_RESULTS: LiveResults = {};

/** Conditions as nested groups of comparisons. */
export function ConditionBuilder(props: ConditionBuilderProps) {
  const { value, onChange, fields, prefix, problems = NO_PROBLEMS, results = NO_RESULTS } = props;
  const { data: operators, error, refetch } = useQuery(operatorsQuery);
  const builder = useMemo(
    () => ({ operators: operators ?? [], fields, problems, results }),
    [operators, fields, problems, results],
  );
  if (error !== null) {
    return (
      <ErrorState
        error={asApiError(error, t("error.offline"))}
        onRetry={() => {
          void refetch();
        }}
      />
    );
  }
  if (operators === undefined) return <LoadingList rows={1} />;
  return (
    <BuilderContext value={builder}>
      <div className={classes.root}>
        <ConditionRoot
          label={props.label ?? t("conditions.label")}
          value={value}
          at={prefix}
          onChange={onChange}
        />
      </div>
    </BuilderContext>
  );
}
