import { Stack, Title } from "@mantine/core";
import { useDidUpdate } from "@mantine/hooks";
import { IconArrowLeft } from "@tabler/icons-react";
import { Suspense, useEffect } from "react";
import { useParams } from "react-router";

import { LinkText } from "@/components/LinkText";
import { PageHeader } from "@/components/PageHeader";
import { ErrorState, LoadingPage } from "@/components/states";
import { RunApprovals } from "@/features/approvals";
import { ArticleLinks, useRefreshArticles } from "@/features/content";
import { useRefreshBalance } from "@/features/credits";
import type { RunDetail } from "@/lib/api";
import { t } from "@/lib/i18n";

import { contentIdsOf } from "./runContent";
import { RunControls } from "./RunControls";
import type { RunSnapshot } from "./runFollower";
import { RunNeighbours } from "./RunNeighbours";
import { isUnfinished } from "./runStatus";
import { RunSummary } from "./RunSummary";
import { RunTabs } from "./RunTabs";
import { settledCount } from "./stepProgress";
import { usePlannedSteps } from "./usePlannedSteps";
import { useRun } from "./useRun";

function BackLink() {
  return (
    <LinkText to="/runs" size="sm" w="fit-content">
      <IconArrowLeft size={14} aria-hidden style={{ verticalAlign: "-2px" }} /> {t("run.back")}
    </LinkText>
  );
}

/** The balance in the top bar moves whenever a step is settled. */
function useBalanceFollows(run: RunSnapshot): void {
  const refreshBalance = useRefreshBalance();
  const settled = run.steps.reduce((sum, step) => sum + step.credits, 0);
  const status = run.task?.status;
  useEffect(() => {
    if (status !== undefined) refreshBalance();
  }, [refreshBalance, settled, status]);
}

/** The articles change while the later steps work on them. */
function useArticlesFollow({ steps }: RunSnapshot): void {
  const refreshArticles = useRefreshArticles();
  const settled = settledCount(steps);
  useDidUpdate(refreshArticles, [settled]);
}

interface RunProps {
  run: RunSnapshot;
  task: RunDetail;
  refresh: () => void;
}

function Run({ run, task, refresh }: RunProps) {
  const articles = contentIdsOf(run.steps);
  const steps = usePlannedSteps(task, run.steps);
  useArticlesFollow(run);
  return (
    <>
      <PageHeader
        above={<BackLink />}
        title={t("run.title", { name: task.rule_name })}
        lead={t("run.version", { version: task.rule_version })}
        actions={
          <>
            <RunNeighbours task={task} />
            <RunControls task={task} onRefresh={refresh} />
          </>
        }
      />
      <Stack gap="xl">
        <RunSummary run={run} task={task} onRefresh={refresh} />
        <Suspense>
          <RunApprovals runId={task.id} active={isUnfinished(task.status)} onDecided={refresh} />
        </Suspense>
        {articles.length > 0 && (
          <section>
            <Title order={2} size="h3" mb="sm">
              {t("run.outcome")}
            </Title>
            <ArticleLinks ids={articles} />
          </section>
        )}
        <RunTabs task={task} steps={steps} />
      </Stack>
    </>
  );
}

function Monitor({ taskId }: { taskId: string }) {
  const { refresh, ...run } = useRun(taskId);
  useBalanceFollows(run);
  if (run.task !== null) return <Run run={run} task={run.task} refresh={refresh} />;
  if (run.error !== null) return <ErrorState error={run.error} onRetry={refresh} />;
  return <LoadingPage />;
}

export function ExecutionMonitor() {
  const { id = "" } = useParams();
  // Keyed, so that a rerun starts with an empty page and not with the earlier run's steps.
  return <Monitor key={id} taskId={id} />;
}
