import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { IconCopy } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { LinkText } from "@/components/LinkText";
import { QueryView } from "@/components/QueryView";
import { SideDrawer } from "@/components/SideDrawer";
import { useMayRun } from "@/features/account";
import type { Idea } from "@/lib/api";
import { t } from "@/lib/i18n";
import { newIdempotencyKey } from "@/lib/idempotency";

import { IdeaStatusBadge, IntentBadge } from "./badges";
import { readBrief } from "./brief";
import { BriefView } from "./BriefView";
import { contentType } from "./IdeaCard";
import { movesOf } from "./ideaMoves";
import { ideaQuery } from "./queries";
import { tasksApi } from "./tasks.api";
import { useChange } from "./useChange";
import { useMoveIdeas } from "./useMoveIdeas";

function Decisions({ idea }: { idea: Idea }) {
  const { move, moving } = useMoveIdeas();
  // One key as long as the idea is open: pressing again after a lost answer plans nothing twice.
  const [key] = useState(newIdempotencyKey);
  const plan = useChange(() => tasksApi.plan(idea.site, idea.id, key), {
    done: ({ title }) => t("ideas.plan.done", { title }),
  });
  return (
    <Group gap="sm">
      {idea.status === "approved" && (
        <Button
          loading={plan.isPending}
          onClick={() => {
            plan.mutate(undefined);
          }}
        >
          {t("ideas.plan")}
        </Button>
      )}
      {movesOf(idea).map((to) => (
        <Button
          key={to}
          variant={to === "approved" ? "filled" : "default"}
          loading={moving}
          onClick={() => {
            move([idea], to);
          }}
        >
          {t(`ideas.to.${to}`)}
        </Button>
      ))}
    </Group>
  );
}

function IdeaDetails({ idea }: { idea: Idea }) {
  const mayDecide = useMayRun();
  const brief = readBrief(idea.brief);
  return (
    <Stack gap="lg">
      <Group gap="xs">
        <IdeaStatusBadge status={idea.status} />
        <IntentBadge intent={idea.intent} />
        <Text span size="sm" c="dimmed">
          {contentType(idea.content_type)}
        </Text>
      </Group>
      {idea.angle !== "" && <Text>{idea.angle}</Text>}
      {idea.status === "duplicate" && (
        <Alert color="ember" icon={<IconCopy aria-hidden />} title={t("ideas.duplicate.title")}>
          {t("ideas.duplicate.text", { what: idea.duplicate_of })}
        </Alert>
      )}
      {mayDecide && idea.status !== "planned" && <Decisions idea={idea} />}
      <Group gap="lg">
        {idea.status === "planned" && (
          <LinkText to={`/writing-tasks?idea=${idea.id}`}>{t("ideas.openTask")}</LinkText>
        )}
        {idea.cluster !== null && (
          <LinkText to={`/clusters/${idea.cluster}`}>{t("ideas.openCluster")}</LinkText>
        )}
      </Group>
      {brief === null ? <Text c="dimmed">{t("brief.none")}</Text> : <BriefView brief={brief} />}
    </Stack>
  );
}

interface IdeaDrawerProps {
  /** None closes it. */
  ideaId: string;
  onClose: () => void;
}

/** One idea with its brief, and what can be decided about it. */
export function IdeaDrawer({ ideaId, onClose }: IdeaDrawerProps) {
  const query = useQuery({ ...ideaQuery(ideaId), enabled: ideaId !== "" });
  return (
    <SideDrawer opened={ideaId !== ""} title={query.data?.title ?? t("loading")} onClose={onClose}>
      <QueryView query={query}>{(idea) => <IdeaDetails idea={idea} />}</QueryView>
    </SideDrawer>
  );
}
