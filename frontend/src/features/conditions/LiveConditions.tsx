import { Stack } from "@mantine/core";
import { useState } from "react";

import type { Condition, Problems } from "@/lib/rule";

import { ConditionBuilder } from "./ConditionBuilder";
import type { Sample } from "./conditions.api";
import type { FieldOption } from "./fields";
import { LiveAnswer } from "./LiveAnswer";
import { useLiveAnswer } from "./useLiveAnswer";

interface LiveConditionsProps {
  value: Condition | null;
  onChange: (value: Condition | null) => void;
  fields: readonly FieldOption[];
  prefix: string;
  problems?: Problems;
  /** Null for a rule that is not stored yet. */
  ruleId: string | null;
  siteId?: string | null;
}

/** The builder, with the answer for something of the account beside it. */
export function LiveConditions(props: LiveConditionsProps) {
  const { ruleId, siteId = null, ...builder } = props;
  const [sample, setSample] = useState<Sample | null>(null);
  const { value, prefix } = builder;
  const verdict = useLiveAnswer({ conditions: value, sample, ruleId, prefix });
  return (
    <Stack gap="md">
      <ConditionBuilder {...builder} results={verdict.results} />
      <LiveAnswer
        sample={sample}
        onSample={setSample}
        verdict={verdict}
        empty={value === null}
        ruleId={ruleId}
        siteId={siteId}
      />
    </Stack>
  );
}
