import { TriggerForm } from "@/features/triggers";

import { useCheck, useEditor } from "./context";
import classes from "./editor.module.css";

/** The form of what starts the rule, in the section and beside the canvas. */
export function TriggerPart() {
  const trigger = useEditor(({ doc }) => doc.trigger);
  const ruleId = useEditor(({ rule }) => rule?.id ?? null);
  const change = useEditor((state) => state.change);
  const { problems } = useCheck();
  return (
    <TriggerForm
      value={trigger}
      ruleId={ruleId}
      problems={problems}
      onChange={(next) => {
        change({ trigger: next }, "trigger");
      }}
    />
  );
}

/** What starts the rule. */
export function TriggerSection() {
  return (
    <div className={classes.column}>
      <TriggerPart />
    </div>
  );
}
