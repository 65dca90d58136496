import { Input, Radio, Select, Stack, TextInput } from "@mantine/core";

import { scrollingOptions } from "@/components/dropdown";
import { SecondsInput } from "@/components/DurationInput";
import { ConditionBuilder, readableFields } from "@/features/conditions";
import { useEventTypes } from "@/features/triggers";
import { isExpression } from "@/lib/expression";
import { t } from "@/lib/i18n";
import { localInput, momentOf } from "@/lib/localTime";
import type { JsonObject } from "@/lib/rule";
import { ownZone } from "@/lib/zones";

import type { FlowFormProps } from "./FlowForm";
import { conditionOf, numberOf, textOf, withParam } from "./flowParams";
import { useProblem, useStepContext } from "./FormContext";
import { WithPicker } from "./ParamField";
import { expressionOf, withKey } from "./schema";

type Mode = "seconds" | "until" | "event";

const MODES = {
  seconds: "stepform.wait.seconds",
  until: "stepform.wait.until",
  event: "stepform.wait.event",
} as const;

const HOUR = 3600;

function modeOf(params: JsonObject): Mode {
  if ("event" in params) return "event";
  return "until" in params ? "until" : "seconds";
}

function startOf(mode: Mode): JsonObject {
  if (mode === "event") return { event: { type: "" } };
  return mode === "until" ? { until: "" } : { seconds: HOUR };
}

const eventOf = (params: JsonObject): JsonObject => (params.event ?? {}) as JsonObject;

function UntilPart({ node, onChange }: FlowFormProps) {
  const error = useProblem("params.until");
  const value = textOf(node.params?.until);
  const write = (until: string) => {
    onChange(withParam(node, "until", until));
  };
  return (
    <WithPicker
      label={t("stepform.wait.moment")}
      kind="long"
      onPick={(path) => {
        write(expressionOf(path));
      }}
    >
      <TextInput
        label={t("stepform.wait.moment")}
        type={isExpression(value) ? "text" : "datetime-local"}
        error={error}
        value={isExpression(value) || value === "" ? value : localInput(value, ownZone())}
        onChange={(event) => {
          const next = event.currentTarget.value;
          write(isExpression(value) || next === "" ? next : momentOf(next, ownZone()));
        }}
      />
    </WithPicker>
  );
}

function EventConditions({ node, onChange }: FlowFormProps) {
  const events = useEventTypes();
  const { problems, prefix } = useStepContext();
  const event = eventOf(node.params ?? {});
  const type = textOf(event.type);
  const trigger = { trigger: "event", event: { type }, schedules: [], webhook: null, inputs: [] };
  const fields = readableFields({ trigger, eventTypes: events });
  return (
    <div>
      <Input.Label labelElement="div">{t("stepform.wait.event.conditions")}</Input.Label>
      <ConditionBuilder
        label={t("stepform.wait.event.conditions")}
        value={conditionOf(event.conditions)}
        fields={fields}
        problems={problems}
        prefix={`${prefix}.params.event.conditions`}
        onChange={(conditions) => {
          onChange(withParam(node, "event", withKey(event, "conditions", conditions ?? undefined)));
        }}
      />
    </div>
  );
}

const LONG_UNITS = ["m", "h", "d"] as const;

function EventPart(props: FlowFormProps) {
  const { node, onChange } = props;
  const events = useEventTypes();
  const typeError = useProblem("params.event.type");
  const timeError = useProblem("params.timeout_seconds");
  const event = eventOf(node.params ?? {});
  return (
    <>
      <Select
        {...scrollingOptions}
        label={t("stepform.wait.event.type")}
        searchable
        allowDeselect={false}
        required
        error={typeError}
        value={textOf(event.type) || null}
        data={events.map(({ type, label }) => ({ value: type, label }))}
        onChange={(type) => {
          if (type !== null) onChange(withParam(node, "event", { ...event, type }));
        }}
      />
      <EventConditions {...props} />
      <SecondsInput
        label={t("stepform.wait.timeout")}
        description={t("stepform.wait.timeout.hint")}
        units={LONG_UNITS}
        error={timeError}
        value={numberOf(node.params?.timeout_seconds)}
        onChange={(seconds) => {
          onChange(withParam(node, "timeout_seconds", seconds));
        }}
      />
    </>
  );
}

function SecondsPart({ node, onChange }: FlowFormProps) {
  const error = useProblem("params.seconds");
  return (
    <SecondsInput
      label={t("stepform.wait.length")}
      error={error}
      units={["s", "m", "h", "d"]}
      value={numberOf(node.params?.seconds)}
      onChange={(seconds) => {
        onChange(withParam(node, "seconds", seconds ?? 0));
      }}
    />
  );
}

/** For how long, until when, or for what the run waits. */
export function WaitForm(props: FlowFormProps) {
  const { node, onChange } = props;
  const mode = modeOf(node.params ?? {});
  return (
    <Stack gap="md">
      <Radio.Group
        label={t("stepform.wait.mode")}
        value={mode}
        onChange={(next) => {
          onChange({ ...node, params: startOf(next) });
        }}
      >
        <Stack gap={6} mt={6}>
          {Object.entries(MODES).map(([value, key]) => (
            <Radio key={value} value={value} label={t(key)} />
          ))}
        </Stack>
      </Radio.Group>
      {mode === "seconds" && <SecondsPart {...props} />}
      {mode === "until" && <UntilPart {...props} />}
      {mode === "event" && <EventPart {...props} />}
    </Stack>
  );
}
