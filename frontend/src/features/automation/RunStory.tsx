import { Paper, Text } from "@mantine/core";
import {
  IconAlertCircle,
  IconAlertTriangle,
  IconCircleCheck,
  IconPoint,
  type TablerIcon,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";

import { ErrorState, LoadingList } from "@/components/states";
import { asApiError, type TimelineEntry } from "@/lib/api";
import { formatDateTime, formatDuration } from "@/lib/format";
import { t } from "@/lib/i18n";

import { automationApi } from "./automation.api";
import classes from "./story.module.css";

const POLL_MS = 5000;

const ICONS: Readonly<Record<TimelineEntry["severity"], TablerIcon>> = {
  info: IconPoint,
  success: IconCircleCheck,
  warning: IconAlertTriangle,
  error: IconAlertCircle,
};

function Sentence({ entry }: { entry: TimelineEntry }) {
  const Icon = ICONS[entry.severity];
  const isPlain = entry.severity === "info";
  return (
    <li className={classes.entry}>
      <time className={classes.at} dateTime={entry.at} title={formatDateTime(entry.at)}>
        {t("story.after", { time: formatDuration(entry.after_seconds) })}
      </time>
      <span className={classes.icon} data-severity={entry.severity}>
        {isPlain ? (
          <Icon size={18} aria-hidden />
        ) : (
          <Icon size={18} role="img" aria-label={t(`severity.${entry.severity}`)} />
        )}
      </span>
      <Text className={classes.text}>{entry.text}</Text>
    </li>
  );
}

/** What happened in a run and why, told in sentences. */
export function RunStory({ taskId, live }: { taskId: string; live: boolean }) {
  const { data, error, refetch } = useQuery({
    // A run that has just ended has a last sentence that was not there before.
    queryKey: ["automation", "timeline", taskId, live],
    queryFn: () => automationApi.getTimeline(taskId),
    refetchInterval: live ? POLL_MS : false,
  });
  if (data === undefined && error !== null) {
    return (
      <ErrorState
        error={asApiError(error, t("error.offline"))}
        onRetry={() => {
          void refetch();
        }}
      />
    );
  }
  if (data === undefined) return <LoadingList rows={4} />;
  return (
    <Paper p={{ base: "sm", sm: "lg" }}>
      {data.length === 0 ? (
        <Text c="dimmed">{t("story.empty")}</Text>
      ) : (
        <ol className={classes.story} aria-label={t("story.label")}>
          {data.map((entry, index) => (
            <Sentence key={`${entry.path}-${entry.kind}-${String(index)}`} entry={entry} />
          ))}
        </ol>
      )}
    </Paper>
  );
}
