import { Accordion, Group, NumberInput, Radio, Stack, Text } from "@mantine/core";

import { SecondsInput } from "@/components/DurationInput";
import { ConditionBuilder, countOf } from "@/features/conditions";
import { t } from "@/lib/i18n";
import type { Node, OnError, Retry } from "@/lib/rule";

import { useProblem, useStepContext } from "./FormContext";
import { withKey } from "./schema";
import classes from "./stepforms.module.css";

interface PartProps {
  node: Node;
  onChange: (node: Node) => void;
}

function WhenPart({ node, onChange }: PartProps) {
  const { fields, problems, prefix } = useStepContext();
  return (
    <>
      <Text size="sm" c="dimmed" mb="sm">
        {t("stepform.when.hint")}
      </Text>
      <ConditionBuilder
        label={t("stepform.when")}
        value={node.when ?? null}
        fields={fields}
        problems={problems}
        prefix={`${prefix}.when`}
        onChange={(when) => {
          onChange(withKey(node, "when", when ?? undefined));
        }}
      />
    </>
  );
}

type ErrorMode = "stop" | "continue" | "handler";

const modeOf = (onError: OnError | undefined): ErrorMode =>
  Array.isArray(onError) ? "handler" : (onError ?? "stop");

const MODES = [
  { mode: "stop", label: "stepform.onError.stop", hint: "stepform.onError.stop.hint" },
  { mode: "continue", label: "stepform.onError.continue", hint: "stepform.onError.continue.hint" },
  { mode: "handler", label: "stepform.onError.handler", hint: "stepform.onError.handler.hint" },
] as const;

function ErrorPart({ node, onChange }: PartProps) {
  const error = useProblem("on_error");
  const choose = (mode: string) => {
    const next: OnError = mode === "handler" ? [] : mode === "continue" ? "continue" : "stop";
    onChange(withKey(node, "on_error", next === "stop" ? undefined : next));
  };
  return (
    <Radio.Group
      aria-label={t("stepform.onError")}
      error={error}
      value={modeOf(node.on_error)}
      onChange={choose}
    >
      <Stack gap="xs">
        {MODES.map(({ mode, label, hint }) => (
          <Radio key={mode} value={mode} label={t(label)} description={t(hint)} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

/** What is left empty is as the action says; nothing said is not written. */
function withRetry(node: Node, change: Partial<Record<keyof Retry, number | undefined>>): Node {
  const all: [string, number | undefined][] = Object.entries({ ...node.retry, ...change });
  const said = all.filter(([, value]) => value !== undefined);
  return withKey(node, "retry", said.length === 0 ? undefined : Object.fromEntries(said));
}

const PAUSE_UNITS = ["s", "m", "h"] as const;
const LIMIT_UNITS = ["m", "h", "d"] as const;

function RetryFields({ node, onChange }: PartProps) {
  const attempts = useProblem("retry.attempts");
  const backoff = useProblem("retry.backoff_seconds");
  const most = useProblem("retry.max_backoff_seconds");
  return (
    <>
      <NumberInput
        label={t("stepform.retry.attempts")}
        description={t("stepform.retry.attempts.hint")}
        min={1}
        max={20}
        allowDecimal={false}
        error={attempts}
        placeholder="3"
        value={node.retry?.attempts ?? ""}
        onChange={(next) => {
          if (typeof next === "number" || next === "") {
            onChange(withRetry(node, { attempts: next === "" ? undefined : next }));
          }
        }}
      />
      <div className={classes.line}>
        <SecondsInput
          label={t("stepform.retry.backoff")}
          description={t("stepform.retry.backoff.hint")}
          units={PAUSE_UNITS}
          error={backoff}
          placeholder="2"
          value={node.retry?.backoff_seconds}
          onChange={(seconds) => {
            onChange(withRetry(node, { backoff_seconds: seconds }));
          }}
        />
        <SecondsInput
          label={t("stepform.retry.most")}
          units={PAUSE_UNITS}
          error={most}
          value={node.retry?.max_backoff_seconds}
          onChange={(seconds) => {
            onChange(withRetry(node, { max_backoff_seconds: seconds }));
          }}
        />
      </div>
    </>
  );
}

interface CommonPartProps extends PartProps {
  /** Retries are for actions; flow nodes do no work that could fail by chance. */
  isAction: boolean;
}

function TimePart({ node, isAction, onChange }: CommonPartProps) {
  const error = useProblem("timeout_seconds");
  return (
    <Stack gap="md">
      {isAction && <RetryFields node={node} onChange={onChange} />}
      <SecondsInput
        label={t("stepform.timeout")}
        description={t(isAction ? "stepform.timeout.action" : "stepform.timeout.node")}
        units={LIMIT_UNITS}
        error={error}
        value={node.timeout_seconds}
        onChange={(seconds) => {
          onChange(withKey(node, "timeout_seconds", seconds));
        }}
      />
    </Stack>
  );
}

function errorSummary(onError: OnError | undefined): string {
  if (Array.isArray(onError)) return t("stepform.onError.handler.count", { count: onError.length });
  return t(onError === "continue" ? "stepform.onError.continue" : "stepform.onError.stop");
}

function summaries(node: Node): { when: string; error: string; time: string } {
  const count = countOf(node.when);
  const attempts = node.retry?.attempts;
  return {
    when: count === 0 ? t("stepform.when.always") : t("stepform.when.some", { count }),
    error: errorSummary(node.on_error),
    time:
      attempts === undefined ? t("stepform.retry.own") : t("stepform.retry.some", { count: attempts }),
  };
}

interface SectionProps {
  value: string;
  label: string;
  summary: string;
  children: React.ReactNode;
}

function Section({ value, label, summary, children }: SectionProps) {
  return (
    <Accordion.Item value={value}>
      <Accordion.Control>
        <Group justify="space-between" gap="xs">
          <Text size="sm" fw={600}>
            {label}
          </Text>
          <Text size="sm" c="dimmed">
            {summary}
          </Text>
        </Group>
      </Accordion.Control>
      <Accordion.Panel>{children}</Accordion.Panel>
    </Accordion.Item>
  );
}

/** What every step can have: conditions of its own, what a failure does, tries and time. */
export function CommonPart(props: CommonPartProps) {
  const { node, isAction } = props;
  const summary = summaries(node);
  return (
    <Accordion variant="separated" multiple keepMounted={false}>
      <Section value="when" label={t("stepform.when")} summary={summary.when}>
        <WhenPart {...props} />
      </Section>
      <Section value="error" label={t("stepform.onError")} summary={summary.error}>
        <ErrorPart {...props} />
      </Section>
      <Section
        value="time"
        label={isAction ? t("stepform.retry") : t("stepform.timeout")}
        summary={isAction ? summary.time : ""}
      >
        <TimePart {...props} />
      </Section>
    </Accordion>
  );
}
