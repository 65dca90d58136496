import { Input, NativeSelect, Stack, TagsInput } from "@mantine/core";

import { SecondsInput } from "@/components/DurationInput";
import { ConditionBuilder } from "@/features/conditions";
import { t } from "@/lib/i18n";

import type { FlowFormProps } from "./FlowForm";
import { conditionOf, field, numberOf, textOf, withParam } from "./flowParams";
import { useProblem, useStepContext } from "./FormContext";
import { ParamField } from "./ParamField";

const HOUR = 3600;
const UNITS = ["h", "d"] as const;

const ON_DEADLINE = {
  approve: "stepform.approval.onDeadline.approve",
  reject: "stepform.approval.onDeadline.reject",
  fail: "stepform.approval.onDeadline.fail",
  stop: "stepform.approval.onDeadline.stop",
} as const;

const ON_REJECT = {
  stop: "stepform.approval.onReject.stop",
  continue: "stepform.approval.onReject.continue",
} as const;

interface ChoiceProps extends FlowFormProps {
  name: string;
  label: string;
  usual: string;
  choices: Readonly<Record<string, string>>;
}

function Choice({ node, onChange, name, label, usual, choices }: ChoiceProps) {
  const error = useProblem(`params.${name}`);
  return (
    <NativeSelect
      label={label}
      error={error}
      value={textOf(node.params?.[name]) || usual}
      data={Object.entries(choices).map(([value, text]) => ({ value, label: text }))}
      onChange={(event) => {
        onChange(withParam(node, name, event.currentTarget.value));
      }}
    />
  );
}

/** What is asked. */
function Question({ node, onChange }: FlowFormProps) {
  const specs = [
    field("title", t("stepform.approval.title"), "text", { maxLength: 200 }),
    field("message", t("stepform.approval.message"), "long", { maxLength: 20_000 }),
    field("items", t("stepform.approval.items"), "texts", {
      description: t("stepform.approval.items.hint"),
    }),
  ];
  return specs.map((spec) => (
    <ParamField
      key={spec.name}
      spec={spec}
      field={`params.${spec.name}`}
      value={node.params?.[spec.name]}
      onChange={(value) => {
        onChange(withParam(node, spec.name, value));
      }}
    />
  ));
}

function Approvers({ node, onChange }: FlowFormProps) {
  const error = useProblem("params.approvers");
  const given = node.params?.approvers;
  return (
    <TagsInput
      label={t("stepform.approval.approvers")}
      description={t("stepform.approval.approvers.hint")}
      error={error}
      data={["owner", "admin", "editor"]}
      value={Array.isArray(given) ? given.map(String) : []}
      onChange={(next) => {
        onChange(withParam(node, "approvers", next.length === 0 ? undefined : next));
      }}
    />
  );
}

function AskWhen({ node, onChange }: FlowFormProps) {
  const { fields, problems, prefix } = useStepContext();
  return (
    <div>
      <Input.Label labelElement="div">{t("stepform.approval.when")}</Input.Label>
      <Input.Description mb={6}>{t("stepform.approval.when.hint")}</Input.Description>
      <ConditionBuilder
        label={t("stepform.approval.when")}
        value={conditionOf(node.params?.when)}
        fields={fields}
        problems={problems}
        prefix={`${prefix}.params.when`}
        onChange={(when) => {
          onChange(withParam(node, "when", when ?? undefined));
        }}
      />
    </div>
  );
}

const texts = <K extends string>(keys: Readonly<Record<K, Parameters<typeof t>[0]>>) =>
  Object.fromEntries(Object.entries(keys).map(([value, key]) => [value, t(key as "stepform.yes")]));

/** What a person is asked, of whom, and what silence or a no means. */
export function ApprovalForm(props: FlowFormProps) {
  const { node, onChange } = props;
  const deadlineError = useProblem("params.deadline_hours");
  const hours = numberOf(node.params?.deadline_hours);
  return (
    <Stack gap="md">
      <Question {...props} />
      <Approvers {...props} />
      <AskWhen {...props} />
      <SecondsInput
        label={t("stepform.approval.deadline")}
        description={t("stepform.approval.deadline.hint")}
        units={UNITS}
        error={deadlineError}
        value={hours === undefined ? undefined : hours * HOUR}
        onChange={(seconds) => {
          onChange(
            withParam(node, "deadline_hours", seconds === undefined ? undefined : seconds / HOUR),
          );
        }}
      />
      {hours !== undefined && (
        <Choice
          {...props}
          name="on_deadline"
          label={t("stepform.approval.onDeadline")}
          usual="reject"
          choices={texts(ON_DEADLINE)}
        />
      )}
      <Choice
        {...props}
        name="on_reject"
        label={t("stepform.approval.onReject")}
        usual="stop"
        choices={texts(ON_REJECT)}
      />
    </Stack>
  );
}
