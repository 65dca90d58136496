import { Alert, Group, Paper, Progress, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";

import { Moment, useNow } from "@/components/Moment";
import type { ScheduledTask } from "@/lib/api";
import { formatDuration, formatNumber, spanSeconds } from "@/lib/format";
import { t, tMaybe } from "@/lib/i18n";

import classes from "./automation.module.css";
import { ConnectionNote } from "./ConnectionNote";
import type { RunSnapshot } from "./runFollower";
import { isUnfinished, statusColor } from "./runStatus";
import { StatusBadge } from "./StatusBadge";
import { itemCount, outerActions, settledCount, stepName } from "./stepProgress";

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function durationOf(task: ScheduledTask, now: number): string {
  const seconds = task.duration_seconds ?? spanSeconds(task.executed_at, task.finished_at, now);
  return seconds === null ? "–" : formatDuration(seconds);
}

function creditsOf(run: RunSnapshot, task: ScheduledTask): number {
  const fromSteps = run.steps.reduce((sum, step) => sum + step.credits, 0);
  return Math.max(task.credits, fromSteps);
}

function Facts({ run, task }: { run: RunSnapshot; task: ScheduledTask }) {
  const now = useNow(1000, isUnfinished(task.status));
  return (
    <dl className={classes.facts}>
      <Fact label={t("run.credits")}>{formatNumber(creditsOf(run, task))}</Fact>
      <Fact label={t("run.duration")}>{durationOf(task, now)}</Fact>
      <Fact label={t("run.started")}>
        <Moment at={task.executed_at ?? task.scheduled_at} />
      </Fact>
      <Fact label={t("run.startedBy")}>{tMaybe(`trigger.${task.trigger}`, task.trigger)}</Fact>
    </dl>
  );
}

/** Null for a run that ended early: how much it would have been is not known any more. */
function percentOf(run: RunSnapshot, task: ScheduledTask): number | null {
  if (task.status === "completed") return 100;
  return isUnfinished(task.status) ? (run.progress?.progress ?? 0) : null;
}

function phaseOf(run: RunSnapshot, task: ScheduledTask): string {
  const told = isUnfinished(task.status) ? run.progress?.phase : undefined;
  return told === undefined || told === "" ? t(`run.phase.${task.status}`) : told;
}

function doneLine(run: RunSnapshot, task: ScheduledTask): string {
  const done = settledCount(outerActions(run.steps));
  const total = task.status === "skipped" ? undefined : run.progress?.steps_total;
  return total === undefined
    ? t("run.stepsDone", { count: done })
    : t("run.stepsOf", { done, count: total });
}

/** "Generate Content: 12 of 50", of the step that works on several things. */
function workingLine({ steps }: RunSnapshot): string | null {
  const step = outerActions(steps).find(({ status }) => status === "running");
  const items = step && itemCount(step);
  return step && items ? t("run.working", { name: stepName(step), ...items }) : null;
}

function stepsLine(run: RunSnapshot, task: ScheduledTask): string {
  const line = doneLine(run, task);
  if (!isUnfinished(task.status)) return line;
  const eta = run.progress?.eta_seconds;
  const left = eta ? t("run.eta", { time: formatDuration(eta) }) : null;
  return [line, left, workingLine(run)].filter((part) => part !== null).join(" · ");
}

function Bar({ run, task }: { run: RunSnapshot; task: ScheduledTask }) {
  const percent = percentOf(run, task);
  return (
    <Stack gap={8}>
      <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
        <Text fw={600} aria-live="polite">
          {phaseOf(run, task)}
        </Text>
        {percent !== null && (
          <Text fw={650} style={{ whiteSpace: "nowrap" }}>{`${String(percent)} %`}</Text>
        )}
      </Group>
      <Progress.Root size="lg" radius="xl">
        <Progress.Section
          value={percent ?? 100}
          color={statusColor(task.status)}
          animated={task.status === "running"}
          aria-label={percent === null ? t("run.progress") : t("run.percent", { percent })}
        />
      </Progress.Root>
      <Text size="sm" c="dimmed">
        {stepsLine(run, task)}
      </Text>
    </Stack>
  );
}

function Outcome({ task }: { task: ScheduledTask }) {
  if (task.status === "failed") {
    return (
      <Alert color="red" title={t("run.failed.title")}>
        {task.error_message || task.status_reason}
      </Alert>
    );
  }
  if (task.status === "skipped") {
    return (
      <Alert color="gray" title={t("run.skipped.title")}>
        {task.status_reason}
      </Alert>
    );
  }
  const remark = task.status_reason || task.note;
  return remark ? <Text c="dimmed">{remark}</Text> : null;
}

interface RunSummaryProps {
  run: RunSnapshot;
  task: ScheduledTask;
  onRefresh: () => void;
}

/** The head of a run: status, phase, percent, what it cost and how long it took. */
export function RunSummary({ run, task, onRefresh }: RunSummaryProps) {
  return (
    <Paper p={{ base: "md", sm: "lg" }}>
      <Stack gap="lg">
        <Group justify="space-between" gap="sm">
          <StatusBadge status={task.status} />
          <ConnectionNote connection={run.connection} />
        </Group>
        <Bar run={run} task={task} />
        <Facts run={run} task={task} />
        <Outcome task={task} />
        {run.connection === "lost" && (
          <Alert color="ember" role="alert" title={t("run.lost")}>
            {t("run.lost.text")}{" "}
            <button type="button" className={classes.inlineButton} onClick={onRefresh}>
              {t("action.refresh")}
            </button>
          </Alert>
        )}
      </Stack>
    </Paper>
  );
}
