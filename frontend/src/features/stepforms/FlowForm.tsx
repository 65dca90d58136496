import { Text } from "@mantine/core";

import { JsonField } from "@/components/JsonField";
import { t } from "@/lib/i18n";
import { isObject } from "@/lib/json";
import type { Node } from "@/lib/rule";

import { ApprovalForm } from "./ApprovalForm";
import { BranchForm } from "./BranchForm";
import { ForEachForm } from "./ForEachForm";
import { useProblem } from "./FormContext";
import { ParallelForm } from "./ParallelForm";
import { SetForm } from "./SetForm";
import { StopForm } from "./StopForm";
import { WaitForm } from "./WaitForm";

export interface FlowFormProps {
  node: Node;
  onChange: (node: Node) => void;
}

const FORMS: Readonly<Record<string, (props: FlowFormProps) => React.ReactNode>> = {
  branch: (props) => <BranchForm {...props} />,
  parallel: (props) => <ParallelForm {...props} />,
  for_each: (props) => <ForEachForm {...props} />,
  wait: (props) => <WaitForm {...props} />,
  approval: (props) => <ApprovalForm {...props} />,
  set: (props) => <SetForm {...props} />,
  stop: (props) => <StopForm {...props} />,
};

function UnknownForm({ node, onChange }: FlowFormProps) {
  const error = useProblem("params");
  return (
    <>
      <Text size="sm" c="dimmed">
        {t("stepform.unknown")}
      </Text>
      <JsonField
        label={t("stepform.params")}
        error={error}
        value={node.params ?? {}}
        onChange={(params) => {
          onChange({ ...node, params: isObject(params) ? params : {} });
        }}
      />
    </>
  );
}

/** The settings of a flow node, by its kind. */
export function FlowForm(props: FlowFormProps) {
  return FORMS[props.node.type]?.(props) ?? <UnknownForm {...props} />;
}
