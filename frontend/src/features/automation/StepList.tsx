import { Paper, Text, Title } from "@mantine/core";
import { useId } from "react";

import { useMayRun } from "@/features/account";
import type { ScheduledTask, StepRun } from "@/lib/api";
import { t } from "@/lib/i18n";

import { STEPS_SHOWN } from "./automation.api";
import classes from "./automation.module.css";
import { isUnfinished } from "./runStatus";
import { Nodes } from "./TreeNodes";
import { buildTree } from "./runTree";

interface StepListProps {
  steps: readonly StepRun[];
  task: Pick<ScheduledTask, "id" | "status">;
}

/** The steps of a run as a tree: loops, branches, lanes and handlers with what is inside of them. */
export function StepList({ steps, task }: StepListProps) {
  const headingId = useId();
  const mayRun = useMayRun();
  return (
    <section aria-labelledby={headingId}>
      <Title order={2} size="h3" id={headingId} mb="sm" className="visually-hidden">
        {t("run.steps")}
      </Title>
      <Paper style={{ overflow: "hidden" }}>
        {steps.length === 0 ? (
          <Text c="dimmed" p="lg">
            {isUnfinished(task.status) ? t("run.steps.empty") : t("step.none")}
          </Text>
        ) : (
          <ol className={classes.steps}>
            <Nodes
              nodes={buildTree(steps)}
              taskId={task.id}
              mayRerun={mayRun && !isUnfinished(task.status)}
            />
          </ol>
        )}
      </Paper>
      {steps.length >= STEPS_SHOWN && (
        <Text size="sm" c="dimmed" mt="xs">
          {t("run.stepsCut", { count: STEPS_SHOWN })}
        </Text>
      )}
    </section>
  );
}
