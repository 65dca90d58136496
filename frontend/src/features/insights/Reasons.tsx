import { Paper, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

import { LinkText } from "@/components/LinkText";
import type { ErrorKind, SkipReason } from "@/lib/api";
import { t } from "@/lib/i18n";

import classes from "./insights.module.css";

interface ReasonProps {
  title: string;
  text: ReactNode;
  count: number;
  runId: string;
  linkLabel: string;
  link: string;
}

function Reason({ title, text, count, runId, linkLabel, link }: ReasonProps) {
  return (
    <li className={classes.reason}>
      <div className={classes.words}>
        <Text fw={600} component="div">
          {title}
        </Text>
        {text}
      </div>
      <Text size="sm" component="div">
        {t("insights.errors.times", { count })}
        {" · "}
        <LinkText to={`/runs/${runId}`} aria-label={linkLabel}>
          {link}
        </LinkText>
      </Text>
    </li>
  );
}

function Box({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Paper component="section" p="lg" aria-label={title}>
      <Title order={2} size="h4" mb="sm">
        {title}
      </Title>
      {children}
    </Paper>
  );
}

/** The errors of the time, the most frequent first, each with its newest run. */
export function Errors({ errors }: { errors: readonly ErrorKind[] }) {
  return (
    <Box title={t("insights.errors")}>
      {errors.length === 0 && <Text c="dimmed">{t("insights.errors.none")}</Text>}
      <ul className={classes.reasons}>
        {errors.map(({ code, count, message, scheduled_task_id: runId }) => (
          <Reason
            key={code}
            title={code}
            text={
              <Text size="sm" lineClamp={3}>
                {message}
              </Text>
            }
            count={count}
            runId={runId}
            link={t("insights.errors.newest")}
            linkLabel={t("insights.errors.newestNamed", { code })}
          />
        ))}
      </ul>
    </Box>
  );
}

/** Why runs did nothing, or did not even begin. */
export function Skips({ skips }: { skips: readonly SkipReason[] }) {
  if (skips.length === 0) return null;
  return (
    <Box title={t("insights.skips")}>
      <ul className={classes.reasons}>
        {skips.map(({ reason, near_miss: nearMiss, count, scheduled_task_id: runId }) => (
          <Reason
            key={`${reason} ${String(nearMiss)}`}
            title={reason}
            text={
              nearMiss && (
                <Text size="sm" c="dimmed">
                  {t("insights.skips.nearMiss")}
                </Text>
              )
            }
            count={count}
            runId={runId}
            link={t("insights.skips.newest")}
            linkLabel={t("insights.skips.newestNamed", { reason })}
          />
        ))}
      </ul>
    </Box>
  );
}
