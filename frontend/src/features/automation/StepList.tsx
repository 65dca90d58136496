import { Alert, Group, Paper, Progress, Stack, Text, Title, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCheck, IconChevronRight, IconX } from "@tabler/icons-react";
import { type CSSProperties, useId } from "react";

import { useNow } from "@/components/Moment";
import type { RunError, StepRun } from "@/lib/api";
import { formatDuration, spanSeconds } from "@/lib/format";
import { t } from "@/lib/i18n";

import { adviceFor } from "./advice";
import classes from "./automation.module.css";
import { isUnfinished } from "./runStatus";
import { StatusBadge } from "./StatusBadge";
import { StepDetails } from "./StepDetails";
import { itemCount, stepDepth, stepName } from "./stepProgress";

function Marker({ step, number }: { step: StepRun; number: number }) {
  const icons = {
    completed: <IconCheck size={16} stroke={2.6} />,
    failed: <IconX size={16} stroke={2.6} />,
  } as const;
  const icon = step.status === "completed" || step.status === "failed" ? icons[step.status] : number;
  return (
    <span className={classes.marker} data-status={step.status} aria-hidden>
      {icon}
    </span>
  );
}

function useFacts(step: StepRun): string {
  const now = useNow(1000, step.status === "running");
  const items = itemCount(step);
  const seconds = spanSeconds(step.started_at, step.finished_at, now);
  return [
    items && t("step.items", { done: items.done, total: items.total }),
    step.credits > 0 && t("estimate.exact", { count: step.credits }),
    seconds !== null && formatDuration(seconds),
    step.attempt > 1 && t("step.attempt", { count: step.attempt }),
    step.reused && t("step.reused"),
  ]
    .filter((fact): fact is string => typeof fact === "string")
    .join(" · ");
}

function StepError({ error }: { error: RunError }) {
  return (
    <Alert color="red" role="alert">
      <Text size="sm" fw={600}>
        {error.message}
      </Text>
      <Text size="sm" mt={4}>
        {adviceFor(error)}
      </Text>
    </Alert>
  );
}

function DetailsFold({ step }: { step: StepRun }) {
  const [opened, { toggle }] = useDisclosure(false);
  const id = useId();
  return (
    <div>
      <UnstyledButton
        className={classes.detailsToggle}
        aria-expanded={opened}
        aria-controls={id}
        onClick={toggle}
      >
        <IconChevronRight
          size={14}
          aria-hidden
          style={{ verticalAlign: "-2px", transform: opened ? "rotate(90deg)" : "none" }}
        />{" "}
        {t("step.details", { name: stepName(step) })}
      </UnstyledButton>
      <div id={id} hidden={!opened}>
        {opened && <StepDetails step={step} />}
      </div>
    </div>
  );
}

function Step({ step, number }: { step: StepRun; number: number }) {
  const facts = useFacts(step);
  return (
    <li
      className={classes.step}
      style={{ "--depth": stepDepth(step.path) } as CSSProperties}
      data-path={step.path}
    >
      <Marker step={step} number={number} />
      <Stack gap={6} style={{ minWidth: 0 }}>
        <Group justify="space-between" gap="xs">
          <Text fw={600}>{stepName(step)}</Text>
          <StatusBadge status={step.status} />
        </Group>
        {facts !== "" && (
          <Text size="sm" c="dimmed">
            {facts}
          </Text>
        )}
        {step.note !== "" && <Text size="sm">{step.note}</Text>}
        {step.status === "running" && (
          <Progress
            value={step.progress}
            size="sm"
            color="blue"
            aria-label={t("run.percent", { percent: step.progress })}
          />
        )}
        {step.error !== null && <StepError error={step.error} />}
        {step.status !== "pending" && <DetailsFold step={step} />}
      </Stack>
    </li>
  );
}

interface StepListProps {
  steps: readonly StepRun[];
  runStatus: StepRun["status"];
}

export function StepList({ steps, runStatus }: StepListProps) {
  const headingId = useId();
  return (
    <section aria-labelledby={headingId}>
      <Title order={2} size="h3" id={headingId} mb="sm">
        {t("run.steps")}
      </Title>
      <Paper style={{ overflow: "hidden" }}>
        {steps.length === 0 ? (
          <Text c="dimmed" p="lg">
            {isUnfinished(runStatus) ? t("run.steps.empty") : t("step.none")}
          </Text>
        ) : (
          <ol className={classes.steps}>
            {steps.map((step, index) => (
              <Step key={step.path} step={step} number={index + 1} />
            ))}
          </ol>
        )}
      </Paper>
    </section>
  );
}
