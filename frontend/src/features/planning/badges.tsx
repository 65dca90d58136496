import { Badge } from "@mantine/core";

import type { Cluster, IdeaStatus, Intent, Keyword, WritingTask } from "@/lib/api";
import { t } from "@/lib/i18n";

export const INTENTS = ["informational", "commercial", "transactional", "navigational"] as const;

/** Colours of intents, in badges and in the picture of the clusters. */
export const INTENT_COLORS: Readonly<Record<Intent, string>> = {
  informational: "blue",
  commercial: "ember",
  transactional: "pine",
  navigational: "gray",
};

export function IntentBadge({ intent }: { intent: Intent | "" }) {
  if (intent === "") return <span>–</span>;
  return <Badge color={INTENT_COLORS[intent]}>{t(`intent.${intent}`)}</Badge>;
}

const KEYWORD_COLORS: Readonly<Record<Keyword["status"], string>> = {
  new: "blue",
  clustered: "pine",
  left_alone: "gray",
};

export function KeywordStatus({ status }: { status: Keyword["status"] }) {
  return <Badge color={KEYWORD_COLORS[status]}>{t(`keywordStatus.${status}`)}</Badge>;
}

export function ClusterStatus({ status }: { status: Cluster["status"] }) {
  return <Badge color={status === "planned" ? "pine" : "blue"}>{t(`clusterStatus.${status}`)}</Badge>;
}

const IDEA_COLORS: Readonly<Record<IdeaStatus, string>> = {
  new: "blue",
  approved: "pine",
  rejected: "gray",
  duplicate: "ember",
  planned: "pine",
};

export function IdeaStatusBadge({ status }: { status: IdeaStatus }) {
  return <Badge color={IDEA_COLORS[status]}>{t(`ideaStatus.${status}`)}</Badge>;
}

const TASK_COLORS: Readonly<Record<WritingTask["status"], string>> = {
  waiting: "blue",
  written: "pine",
  cancelled: "gray",
};

export function TaskStatusBadge({ status }: { status: WritingTask["status"] }) {
  return <Badge color={TASK_COLORS[status]}>{t(`taskStatus.${status}`)}</Badge>;
}
