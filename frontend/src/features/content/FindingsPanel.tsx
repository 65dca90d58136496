import { Group, Paper, RingProgress, Stack, Text, Title } from "@mantine/core";
import { IconAlertCircle, IconCircleCheck, IconCircleX } from "@tabler/icons-react";

import type { Content, SeoFinding } from "@/lib/api";
import { t } from "@/lib/i18n";

import classes from "./content.module.css";
import { findingsBy, RATING_COLORS, type Rating, RATINGS, ratingOf } from "./score";

const ICONS = { bad: IconCircleX, ok: IconAlertCircle, good: IconCircleCheck } as const;

function ScoreRing({ score }: { score: number | null }) {
  if (score === null) return <Text c="dimmed">{t("score.none")}</Text>;
  const rating = ratingOf(score);
  const rounded = Math.round(score);
  return (
    <Group gap="md" wrap="nowrap">
      <RingProgress
        size={84}
        thickness={8}
        roundCaps
        aria-hidden
        sections={[{ value: score, color: RATING_COLORS[rating] }]}
        label={
          <Text ta="center" fw={700} fz="lg">
            {rounded}
          </Text>
        }
      />
      <div>
        <Text fw={600}>{t("score.value", { score: rounded })}</Text>
        <Text size="sm" c="dimmed">
          {t(`score.${rating}`)}
        </Text>
      </div>
    </Group>
  );
}

function Finding({ finding }: { finding: SeoFinding }) {
  return (
    <li>
      <Text size="sm">{finding.message}</Text>
      {finding.place && (
        <Text size="xs" c="dimmed" mt={2} lineClamp={2}>
          {finding.place}
        </Text>
      )}
    </li>
  );
}

function FindingsGroup({ rating, findings }: { rating: Rating; findings: readonly SeoFinding[] }) {
  const Icon = ICONS[rating];
  if (findings.length === 0) return null;
  return (
    <details className={classes.findings} open={rating !== "good"}>
      <summary>
        <Icon size={17} aria-hidden color={`var(--mantine-color-${RATING_COLORS[rating]}-text)`} />
        {t(`findings.${rating}`, { count: findings.length })}
      </summary>
      <ul>
        {findings.map((finding) => (
          <Finding key={`${finding.check}-${finding.place ?? ""}`} finding={finding} />
        ))}
      </ul>
    </details>
  );
}

/** The score and what it is made of, worst first. */
export function FindingsPanel({ article }: { article: Content }) {
  const findings = article.seo_findings;
  return (
    <Paper p="lg">
      <Stack gap="md">
        <Title order={2} size="h4">
          {t("score.title")}
        </Title>
        <ScoreRing score={article.seo_score} />
        {findings.length === 0 && (
          <Text size="sm" c="dimmed">
            {t("findings.none")}
          </Text>
        )}
        {RATINGS.map((rating) => (
          <FindingsGroup key={rating} rating={rating} findings={findingsBy(findings, rating)} />
        ))}
      </Stack>
    </Paper>
  );
}
