import { Alert, Button, Group, Progress, Stack, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCheck, IconChevronRight, IconRotate, IconX } from "@tabler/icons-react";
import { type ReactNode, useId } from "react";

import { Moment, useNow } from "@/components/Moment";
import type { RunError, StepRun } from "@/lib/api";
import { formatDuration, spanSeconds } from "@/lib/format";
import { t } from "@/lib/i18n";

import { adviceFor } from "./advice";
import classes from "./automation.module.css";
import { StatusBadge } from "./StatusBadge";
import { StepDetails } from "./StepDetails";
import { itemCount, stepName } from "./stepProgress";
import { useRerun } from "./useRerun";

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

export function StepError({ error }: { error: RunError }) {
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

function DetailsFold({ step, taskId }: { step: StepRun; taskId: string }) {
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
        {opened && <StepDetails step={step} taskId={taskId} />}
      </div>
    </div>
  );
}

function Rerun({ step, taskId }: { step: StepRun; taskId: string }) {
  const rerun = useRerun(taskId);
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      leftSection={<IconRotate size={14} aria-hidden />}
      aria-label={t("run.rerun.hereNamed", { name: stepName(step) })}
      loading={rerun.isPending}
      onClick={() => {
        rerun.mutate({ from: step.path, version: "original" });
      }}
    >
      {t("run.rerun.here")}
    </Button>
  );
}

function Foot({ step, taskId, mayRerun }: { step: StepRun; taskId: string; mayRerun: boolean }) {
  if (step.status === "pending") return null;
  return (
    <Group justify="space-between" gap="xs" align="flex-start">
      <div className={classes.grow}>
        <DetailsFold step={step} taskId={taskId} />
      </div>
      {mayRerun && <Rerun step={step} taskId={taskId} />}
    </Group>
  );
}

function Facts({ step }: { step: StepRun }) {
  const facts = useFacts(step);
  const resumes = step.status === "waiting" ? step.resume_at : null;
  if (facts === "" && resumes === null) return null;
  return (
    <Text size="sm" c="dimmed" component="div">
      {facts}
      {resumes !== null && (
        <>
          {facts !== "" && " · "}
          {t("step.resumes")} <Moment at={resumes} />
        </>
      )}
    </Text>
  );
}

interface StepRowProps {
  step: StepRun;
  number: number;
  taskId: string;
  mayRerun: boolean;
  /** What is inside of it: the items of a loop, the way of a branch, its handler. */
  children?: ReactNode;
}

/** One step of a run: state, figures, note, error, details, and what is inside of it. */
export function StepRow({ step, number, taskId, mayRerun, children }: StepRowProps) {
  return (
    <li className={classes.step} data-path={step.path}>
      <Marker step={step} number={number} />
      <Stack gap={6} style={{ minWidth: 0 }}>
        <Group justify="space-between" gap="xs">
          <Text fw={600}>{stepName(step)}</Text>
          <StatusBadge status={step.status} />
        </Group>
        <Facts step={step} />
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
        <Foot step={step} taskId={taskId} mayRerun={mayRerun} />
        {children}
      </Stack>
    </li>
  );
}
