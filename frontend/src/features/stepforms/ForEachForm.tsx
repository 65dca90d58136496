import { NativeSelect, NumberInput, Stack, Text } from "@mantine/core";

import { t } from "@/lib/i18n";

import type { FlowFormProps } from "./FlowForm";
import { field } from "./flowParams";
import { useProblem } from "./FormContext";
import { ParamField } from "./ParamField";

/** A loop: over what, how many at once, and what a failure of one means. */
export function ForEachForm({ node, onChange }: FlowFormProps) {
  const concurrencyError = useProblem("concurrency");
  const failError = useProblem("on_item_error");
  return (
    <Stack gap="md">
      <ParamField
        spec={field("items", t("stepform.each.items"), "texts", {
          description: t("stepform.each.items.hint"),
          required: true,
        })}
        field="items"
        value={node.items}
        onChange={(items) => {
          onChange({ ...node, items: items ?? [] });
        }}
      />
      <Text size="sm" c="dimmed">
        {t("stepform.each.lead")}
      </Text>
      <NumberInput
        label={t("stepform.each.concurrency")}
        min={1}
        max={1000}
        allowDecimal={false}
        error={concurrencyError}
        value={node.concurrency ?? 1}
        onChange={(next) => {
          if (typeof next === "number") onChange({ ...node, concurrency: next });
        }}
      />
      <NativeSelect
        label={t("stepform.each.error")}
        error={failError}
        value={node.on_item_error ?? "stop"}
        data={[
          { value: "stop", label: t("stepform.each.error.stop") },
          { value: "continue", label: t("stepform.each.error.continue") },
        ]}
        onChange={(event) => {
          const mode = event.currentTarget.value === "continue" ? "continue" : "stop";
          onChange({ ...node, on_item_error: mode });
        }}
      />
    </Stack>
  );
}
