import { Badge, Tooltip } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";

import type { Content } from "@/lib/api";
import { formatNumber } from "@/lib/format";
import { t } from "@/lib/i18n";

import { RATING_COLORS, ratingOf } from "./score";

const STATUS_COLORS: Readonly<Record<Content["status"], string>> = {
  draft: "gray",
  review: "blue",
  approved: "pine",
  scheduled: "blue",
  published: "pine",
};

export function ContentStatus({ status }: { status: Content["status"] }) {
  return <Badge color={STATUS_COLORS[status]}>{t(`contentStatus.${status}`)}</Badge>;
}

export function NeedsWriting() {
  return (
    <Tooltip label={t("articles.needsWriting.text")} multiline w={280}>
      <Badge color="ember" leftSection={<IconPencil size={12} aria-hidden />}>
        {t("articles.needsWriting")}
      </Badge>
    </Tooltip>
  );
}

export function ScoreBadge({ score }: { score: number | null }) {
  if (score === null) return <span>–</span>;
  const rating = ratingOf(score);
  const rounded = Math.round(score);
  return (
    <Badge
      color={RATING_COLORS[rating]}
      role="img"
      aria-label={`${t("score.value", { score: rounded })}, ${t(`score.${rating}`)}`}
    >
      {formatNumber(rounded)}
    </Badge>
  );
}
