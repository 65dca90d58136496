import type { Condition } from "@/lib/rule";

import { problemAt, useBuilder } from "./BuilderContext";
import classes from "./conditions.module.css";
import { ConditionGroup } from "./ConditionGroup";
import { readRoot, rootPlace, writeChanged } from "./tree";

interface ConditionRootProps {
  label: string;
  value: Condition | null | undefined;
  /** Where the conditions stand, as the API names it. */
  at: string;
  onChange: (value: Condition | null) => void;
}

/** A whole set of conditions; at its root there is always a group to add to. */
export function ConditionRoot({ label, value, at, onChange }: ConditionRootProps) {
  const { problems } = useBuilder();
  const root = readRoot(value);
  const problem = problemAt(
    problems,
    ...(root.shape === "group" ? [at, `${at}.${root.group.join}`] : []),
  );
  return (
    <>
      <ConditionGroup
        label={label}
        group={root.group}
        place={(index) => rootPlace(root, at, index)}
        isRoot
        onChange={(group) => {
          onChange(writeChanged(root, group));
        }}
      />
      {problem !== undefined && <p className={classes.problem}>{problem}</p>}
    </>
  );
}
