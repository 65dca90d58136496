import { Button, Group, Paper, Progress, Stack, Text } from "@mantine/core";
import { IconRocket } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { PageHeader } from "@/components/PageHeader";
import { QueryView } from "@/components/QueryView";
import { EmptyState, LoadingList } from "@/components/states";
import type { Onboarding } from "@/lib/api";
import { t } from "@/lib/i18n";

import { onboardingQuery } from "./queries";
import classes from "./start.module.css";
import { StepItem } from "./StepItem";
import { isStepKey } from "./steps";

function Finished() {
  return (
    <EmptyState
      icon={<IconRocket size={26} />}
      title={t("start.finished.title")}
      text={t("start.finished.text")}
      action={
        <Button component={Link} to="/rules">
          {t("start.finished.action")}
        </Button>
      }
    />
  );
}

function Steps({ onboarding }: { onboarding: Onboarding }) {
  const { steps, done, total, next } = onboarding;
  return (
    <Stack gap="lg">
      {next === null && <Finished />}
      <Group gap="md" wrap="nowrap">
        <Progress.Root size="lg" radius="xl" flex={1} maw="24rem">
          <Progress.Section
            value={total === 0 ? 0 : (done / total) * 100}
            aria-label={t("start.progressLabel")}
          />
        </Progress.Root>
        <Text size="sm" fw={600}>
          {t("start.progress", { done, total })}
        </Text>
      </Group>
      <Paper className={classes.frame}>
        <ol className={classes.steps} aria-label={t("start.steps")}>
          {steps.map(
            ({ key, done: isDone }) =>
              isStepKey(key) && <StepItem key={key} step={key} done={isDone} next={key === next} />,
          )}
        </ol>
      </Paper>
    </Stack>
  );
}

/** The way from nothing to a published article, with what is done already. */
export function StartPage() {
  const query = useQuery({ ...onboardingQuery, staleTime: 0 });
  return (
    <>
      <PageHeader title={t("start.title")} lead={t("start.lead")} />
      {query.isFetchedAfterMount ? (
        <QueryView query={query} rows={7}>
          {(onboarding) => <Steps onboarding={onboarding} />}
        </QueryView>
      ) : (
        // What was known before would still name the step that has just been done.
        <LoadingList rows={7} />
      )}
    </>
  );
}
