import { Box, Paper, Stack, Text, Title } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useId, useMemo, useRef, useState } from "react";

import { ErrorState, LoadingList } from "@/components/states";
import { useMayRun } from "@/features/account";
import {
  type FlowProps,
  type FlowRule,
  statusesOf,
  StepListEditor,
  WorkflowVisualizer,
} from "@/features/flow";
import {
  type ActionType,
  asApiError,
  type RuleVersion,
  type ScheduledTask,
  type StepRun,
} from "@/lib/api";
import { t } from "@/lib/i18n";
import { type Condition, type Node, nodeAt } from "@/lib/rule";

import classes from "./automation.module.css";
import { actionTypesQuery, versionQuery } from "./queries";
import { isUnfinished } from "./runStatus";
import { StepRow } from "./StepRow";
import { humanise } from "./stepProgress";
import { stepsAt } from "./stepsAt";
import { useTriggerWords } from "./triggerWords";

const MOST_SHOWN = 20;

/** A stored version is a document that the engine took: it has this shape. */
function ruleOf({ definition }: RuleVersion): FlowRule {
  const { trigger, schedules, event, conditions, actions } = definition;
  return {
    trigger: { trigger, schedules, event } as FlowRule["trigger"],
    conditions: (conditions ?? null) as Condition | null,
    actions: (actions ?? []) as Node[],
  };
}

interface AtNodeProps {
  task: ScheduledTask;
  steps: readonly StepRun[];
  name: string;
}

/** What happened at a node: once, or in a loop once for each item. */
function AtNode({ task, steps, name }: AtNodeProps) {
  const mayRun = useMayRun();
  const headingId = useId();
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    section.current?.scrollIntoView({ block: "nearest" });
  }, []);
  const shown = steps.slice(0, MOST_SHOWN);
  const isCut = shown.length < steps.length;
  return (
    <section ref={section} aria-labelledby={headingId} className={classes.told}>
      <Title order={3} size="h4" id={headingId} mb="xs">
        {t("run.flow.of", { name })}
      </Title>
      {steps.length !== 1 && (
        <Text size="sm" c="dimmed" mb="xs">
          {steps.length === 0 && t("run.flow.notReached")}
          {steps.length > 1 && !isCut && t("run.flow.times", { count: steps.length })}
          {isCut && t("run.flow.timesCut", { count: steps.length, shown: shown.length })}
        </Text>
      )}
      {shown.length > 0 && (
        <Paper style={{ overflow: "hidden" }}>
          <ol className={classes.steps}>
            {shown.map((step, index) => (
              <StepRow
                key={step.path}
                step={step}
                number={index + 1}
                taskId={task.id}
                mayRerun={mayRun && !isUnfinished(task.status) && step.path.startsWith("actions/")}
              />
            ))}
          </ol>
        </Paper>
      )}
    </section>
  );
}

interface RunFlowProps {
  task: ScheduledTask;
  steps: readonly StepRun[];
}

/** What a place in the flow is called; null for one at which nothing runs, such as the trigger. */
function nameAt(rule: FlowRule, selected: string, names: readonly ActionType[]): string | null {
  if (selected === "conditions") return t("step.conditions");
  const node = nodeAt(rule.actions, selected);
  if (node === null) return null;
  return node.name ?? names.find(({ type }) => type === node.type)?.name ?? humanise(node.type);
}

function Drawing({ task, steps, rule }: RunFlowProps & { rule: FlowRule }) {
  const { data: names } = useQuery(actionTypesQuery);
  const [selected, setSelected] = useState<string | null>(null);
  const statuses = useMemo(() => statusesOf(steps), [steps]);
  const words = useTriggerWords([rule.trigger])(rule.trigger);
  const isNarrow = useMediaQuery("(max-width: 48em)");
  const name = selected === null ? null : nameAt(rule, selected, names ?? []);
  const flow: FlowProps = {
    readOnly: true,
    rule,
    names: names ?? [],
    statuses,
    selected,
    onSelect: setSelected,
    triggerText: words ?? undefined,
  };
  return (
    <Stack gap="lg">
      {isNarrow ? (
        <StepListEditor {...flow} />
      ) : (
        <Box h="min(40rem, 75vh)">
          <WorkflowVisualizer {...flow} />
        </Box>
      )}
      {selected === null || name === null ? (
        <Text c="dimmed">{t("run.flow.pick")}</Text>
      ) : (
        <AtNode key={selected} task={task} steps={stepsAt(steps, selected)} name={name} />
      )}
    </Stack>
  );
}

/** The run drawn on the rule as it was then: what it did, which way it went, where it is. */
export function RunFlow({ task, steps }: RunFlowProps) {
  const version = useQuery(versionQuery(task.automation_rule, task.rule_version));
  const rule = useMemo(() => version.data && ruleOf(version.data), [version.data]);
  if (rule !== undefined) return <Drawing task={task} steps={steps} rule={rule} />;
  if (version.error === null) return <LoadingList rows={4} />;
  return (
    <ErrorState
      title={t("run.flow.gone")}
      error={asApiError(version.error, t("error.offline"))}
      onRetry={() => {
        void version.refetch();
      }}
    />
  );
}
