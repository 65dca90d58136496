import { NativeSelect, NumberInput, Stack, Text } from "@mantine/core";

import { t } from "@/lib/i18n";

import { Ways } from "./BranchForm";
import type { FlowFormProps } from "./FlowForm";
import { useProblem } from "./FormContext";
import { withKey } from "./schema";

/** Ways that are gone at once. */
export function ParallelForm(props: FlowFormProps) {
  const { node, onChange } = props;
  const limitError = useProblem("limit");
  const failError = useProblem("fail");
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {t("stepform.parallel.lead")}
      </Text>
      <Ways {...props} newWay={() => ({ actions: [] })} inside={() => null} />
      <NumberInput
        label={t("stepform.parallel.limit")}
        description={t("stepform.parallel.limit.hint")}
        min={1}
        max={50}
        allowDecimal={false}
        error={limitError}
        value={node.limit ?? ""}
        onChange={(next) => {
          if (typeof next === "number") onChange({ ...node, limit: next });
          else if (next === "") onChange(withKey(node, "limit", undefined));
        }}
      />
      <NativeSelect
        label={t("stepform.parallel.fail")}
        error={failError}
        value={node.fail ?? "fast"}
        data={[
          { value: "fast", label: t("stepform.parallel.fail.fast") },
          { value: "collect", label: t("stepform.parallel.fail.collect") },
        ]}
        onChange={(event) => {
          onChange({ ...node, fail: event.currentTarget.value === "collect" ? "collect" : "fast" });
        }}
      />
    </Stack>
  );
}
