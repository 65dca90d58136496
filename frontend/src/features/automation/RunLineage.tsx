import { Badge, Paper, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type CSSProperties, useId } from "react";

import { LinedList } from "@/components/LinedList";
import { LinkText } from "@/components/LinkText";
import { Moment } from "@/components/Moment";
import { ErrorState, LoadingList } from "@/components/states";
import { asApiError, type Lineage, type RunRelative } from "@/lib/api";
import { t, tMaybe } from "@/lib/i18n";

import { automationApi } from "./automation.api";
import { StatusBadge } from "./StatusBadge";
import classes from "./story.module.css";

const POLL_MS = 10_000;

function Relative({ run, level }: { run: RunRelative; level: number }) {
  const how = run.event || tMaybe(`trigger.${run.trigger}`, run.trigger);
  return (
    <li className={classes.relative} style={{ "--level": level } as CSSProperties}>
      <div>
        <LinkText to={`/runs/${run.id}`} fw={600} c="var(--mantine-color-text)">
          {run.rule_name}
        </LinkText>
        <Text size="xs" c="dimmed" component="div">
          {how} · <Moment at={run.scheduled_at} />
          {run.credits > 0 && ` · ${t("estimate.exact", { count: run.credits })}`}
        </Text>
      </div>
      {run.is_test && <Badge color="gray">{t("run.test")}</Badge>}
      <StatusBadge status={run.status} />
    </li>
  );
}

interface FamilyProps {
  title: string;
  runs: readonly RunRelative[];
  /** Of the first of them; what lies deeper is set in. */
  from: number;
}

function Family({ title, runs, from }: FamilyProps) {
  const headingId = useId();
  if (runs.length === 0) return null;
  return (
    <section aria-labelledby={headingId}>
      <Title order={3} size="h5" mb="xs" id={headingId}>
        {title}
      </Title>
      <LinedList ordered>
        {runs.map((run) => (
          <Relative key={run.id} run={run} level={Math.max(0, Math.min(6, run.depth - from))} />
        ))}
      </LinedList>
    </section>
  );
}

const lowest = (runs: readonly RunRelative[]) =>
  runs.reduce((least, { depth }) => Math.min(least, depth), Infinity);

function Families({ lineage }: { lineage: Lineage }) {
  const { causes, effects, rerun_of: original, reruns, truncated, credits } = lineage;
  const repeats = original === null ? [] : [original];
  if (causes.length + effects.length + repeats.length + reruns.length === 0) {
    return (
      <Paper p="lg">
        <Text c="dimmed">{t("lineage.empty")}</Text>
      </Paper>
    );
  }
  return (
    <Stack gap="lg">
      <Family title={t("lineage.causes")} runs={causes} from={lowest(causes)} />
      <Family title={t("lineage.rerunOf")} runs={repeats} from={Infinity} />
      <Family title={t("lineage.reruns")} runs={reruns} from={Infinity} />
      <Family title={t("lineage.effects")} runs={effects} from={lowest(effects)} />
      <Text size="sm" c="dimmed">
        {truncated && `${t("lineage.truncated")} `}
        {t("lineage.credits", { count: credits })}
      </Text>
    </Stack>
  );
}

/** Which runs have brought this one about, and which it has brought about. */
export function RunLineage({ taskId, live }: { taskId: string; live: boolean }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["automation", "lineage", taskId],
    queryFn: () => automationApi.getLineage(taskId),
    refetchInterval: live ? POLL_MS : false,
  });
  if (data !== undefined) return <Families lineage={data} />;
  if (error === null) return <LoadingList rows={3} />;
  return (
    <ErrorState
      error={asApiError(error, t("error.offline"))}
      onRetry={() => {
        void refetch();
      }}
    />
  );
}
