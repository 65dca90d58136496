import { NativeSelect, Stack } from "@mantine/core";

import { t } from "@/lib/i18n";

import type { FlowFormProps } from "./FlowForm";
import { field, textOf, withParam } from "./flowParams";
import { useProblem } from "./FormContext";
import { ParamField } from "./ParamField";

const STATUSES = {
  completed: "stepform.stop.completed",
  failed: "stepform.stop.failed",
  skipped: "stepform.stop.skipped",
  cancelled: "stepform.stop.cancelled",
} as const;

/** How the run ends here, and why. */
export function StopForm({ node, onChange }: FlowFormProps) {
  const error = useProblem("params.status");
  return (
    <Stack gap="md">
      <NativeSelect
        label={t("stepform.stop.status")}
        error={error}
        value={textOf(node.params?.status) || "completed"}
        data={Object.entries(STATUSES).map(([value, key]) => ({ value, label: t(key) }))}
        onChange={(event) => {
          onChange(withParam(node, "status", event.currentTarget.value));
        }}
      />
      <ParamField
        spec={field("reason", t("stepform.stop.reason"), "long", { maxLength: 2000 })}
        field="params.reason"
        value={node.params?.reason}
        onChange={(reason) => {
          onChange(withParam(node, "reason", reason));
        }}
      />
    </Stack>
  );
}
