import { t } from "@/lib/i18n";
import type { JsonObject } from "@/lib/rule";

import type { FlowFormProps } from "./FlowForm";
import { useProblem } from "./FormContext";
import { PairsInput } from "./PairsInput";

/** Names for values. */
export function SetForm({ node, onChange }: FlowFormProps) {
  const error = useProblem("params");
  return (
    <PairsInput
      label={t("stepform.set.title")}
      description={t("stepform.set.lead")}
      error={error}
      anyType
      value={node.params ?? {}}
      onChange={(params) => {
        onChange({ ...node, params: (params as JsonObject | undefined) ?? {} });
      }}
    />
  );
}
