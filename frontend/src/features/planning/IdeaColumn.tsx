import { useDroppable } from "@dnd-kit/core";
import { Badge, Button, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useId } from "react";

import type { Idea, IdeaDecision, IdeaStatus } from "@/lib/api";
import { formatNumber } from "@/lib/format";
import { t } from "@/lib/i18n";

import classes from "./board.module.css";
import { IdeaCard } from "./IdeaCard";

export interface IdeaColumnProps {
  status: IdeaStatus;
  /** Undefined while they are being loaded. */
  ideas: readonly Idea[] | undefined;
  count: number;
  /** Whether the card that is carried may be put here; null while none is. */
  takes: boolean | null;
  mayDecide: boolean;
  onMore: (() => void) | null;
  onMove: (idea: Idea, to: IdeaDecision) => void;
  onOpen: (idea: Idea) => void;
}

function Cards({ ideas, ...card }: Pick<IdeaColumnProps, "ideas" | "mayDecide" | "onMove" | "onOpen">) {
  if (ideas === undefined) {
    return (
      <Stack gap="sm" role="status" aria-label={t("loading")}>
        <Skeleton height={88} radius="md" />
        <Skeleton height={88} radius="md" />
      </Stack>
    );
  }
  if (ideas.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("board.empty")}
      </Text>
    );
  }
  return (
    <ul className={classes.cards}>
      {ideas.map((idea) => (
        <IdeaCard key={idea.id} idea={idea} {...card} />
      ))}
    </ul>
  );
}

export function IdeaColumn({ status, count, takes, onMore, ...cards }: IdeaColumnProps) {
  const headingId = useId();
  const { setNodeRef, isOver } = useDroppable({ id: status, disabled: takes === false });
  return (
    <section
      ref={setNodeRef}
      className={classes.column}
      aria-labelledby={headingId}
      data-takes={takes === true || undefined}
      data-over={(isOver && takes === true) || undefined}
    >
      <div className={classes.columnHead}>
        <Title order={2} size="h5" id={headingId}>
          {t(`ideaStatus.${status}`)}
        </Title>
        <Badge color="gray" aria-label={t("ideas.count", { count })}>
          {formatNumber(count)}
        </Badge>
      </div>
      <Cards {...cards} />
      {onMore && (
        <Button variant="subtle" size="compact-sm" mt="sm" onClick={onMore}>
          {t("board.more")}
        </Button>
      )}
    </section>
  );
}
