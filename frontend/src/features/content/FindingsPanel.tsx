import { Group, Paper, RingProgress, Stack, Text, Title, UnstyledButton } from "@mantine/core";
import { IconAlertCircle, IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import type { ReactNode } from "react";

import { t } from "@/lib/i18n";

import classes from "./content.module.css";
import {
  type Finding,
  findingsBy,
  type Place,
  RATING_COLORS,
  type Rating,
  RATINGS,
  ratingOf,
} from "./score";

const ICONS = { bad: IconCircleX, ok: IconAlertCircle, good: IconCircleCheck } as const;
const PLACES_SHOWN = 4;

type OnPlace = (place: Place) => void;

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

function PlaceLine({ place, onPlace }: { place: Place; onPlace: OnPlace | undefined }) {
  if (!onPlace) {
    return (
      <Text size="xs" c="dimmed" mt={2} lineClamp={2}>
        {place.excerpt}
      </Text>
    );
  }
  return (
    <UnstyledButton
      className={classes.place}
      title={t("seoFinding.show")}
      onClick={() => {
        onPlace(place);
      }}
    >
      {place.excerpt || t("seoFinding.field")}
    </UnstyledButton>
  );
}

function FindingItem({ finding, onPlace }: { finding: Finding; onPlace: OnPlace | undefined }) {
  // What is fine has no places to go to.
  const places = finding.rating === "good" ? [] : finding.places;
  const hidden = places.length - PLACES_SHOWN;
  return (
    <li>
      <Text size="sm">{finding.message}</Text>
      {places.slice(0, PLACES_SHOWN).map((place, index) => (
        <PlaceLine key={index} place={place} onPlace={onPlace} />
      ))}
      {hidden > 0 && (
        <Text size="xs" c="dimmed">
          {t("seoFinding.more", { count: hidden })}
        </Text>
      )}
    </li>
  );
}

interface GroupProps {
  rating: Rating;
  findings: readonly Finding[];
  onPlace: OnPlace | undefined;
}

function FindingsGroup({ rating, findings, onPlace }: GroupProps) {
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
          <FindingItem key={finding.check} finding={finding} onPlace={onPlace} />
        ))}
      </ul>
    </details>
  );
}

interface FindingsPanelProps {
  score: number | null;
  findings: readonly Finding[];
  title?: string;
  note?: ReactNode;
  /** Left out where the text is not at hand. */
  onPlace?: OnPlace | undefined;
}

/** The score and what it is made of, worst first. */
export function FindingsPanel({ score, findings, title, note, onPlace }: FindingsPanelProps) {
  return (
    <Paper p="lg">
      <Stack gap="md">
        <Title order={2} size="h4">
          {title ?? t("score.title")}
        </Title>
        <ScoreRing score={score} />
        {note}
        {findings.length === 0 && (
          <Text size="sm" c="dimmed">
            {t("findings.none")}
          </Text>
        )}
        {RATINGS.map((rating) => (
          <FindingsGroup
            key={rating}
            rating={rating}
            findings={findingsBy(findings, rating)}
            onPlace={onPlace}
          />
        ))}
      </Stack>
    </Paper>
  );
}
