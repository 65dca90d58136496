import { useDraggable } from "@dnd-kit/core";
import { ActionIcon, Group, Menu, Text, UnstyledButton } from "@mantine/core";
import { IconCopy, IconDots, IconGripVertical } from "@tabler/icons-react";
import type { KeyboardEventHandler } from "react";

import type { Idea, IdeaDecision } from "@/lib/api";
import { formatNumber } from "@/lib/format";
import { t, tMaybe } from "@/lib/i18n";

import { IntentBadge } from "./badges";
import classes from "./board.module.css";
import { movesOf } from "./ideaMoves";

/** "How-to", "Comparison": the kinds that the server knows, in words. */
export const contentType = (type: string) => tMaybe(`contentType.${type}`, type);

/** What stands on a card, also on the one under the pointer. */
export function IdeaFace({ idea }: { idea: Idea }) {
  return (
    <>
      <Text size="sm" c="dimmed" className={classes.keyphrase}>
        {idea.target_keyphrase}
      </Text>
      {idea.status === "duplicate" && (
        <Text size="sm" className={classes.duplicate}>
          <IconCopy size={14} aria-hidden /> {t("ideas.repeats", { what: idea.duplicate_of })}
        </Text>
      )}
      <Group gap={6} mt={8}>
        <IntentBadge intent={idea.intent} />
        <Text span size="xs" c="dimmed">
          {contentType(idea.content_type)}
        </Text>
        {idea.demand > 0 && (
          <Text span size="xs" c="dimmed" title={t("ideas.demand.text")}>
            {t("ideas.demand", { number: formatNumber(idea.demand) })}
          </Text>
        )}
      </Group>
    </>
  );
}

interface IdeaCardProps {
  idea: Idea;
  /** Viewers only read. */
  mayDecide: boolean;
  onMove: (idea: Idea, to: IdeaDecision) => void;
  onOpen: (idea: Idea) => void;
}

function MoveMenu({ idea, onMove }: Pick<IdeaCardProps, "idea" | "onMove">) {
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={t("planning.more", { name: idea.title })}
        >
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {movesOf(idea).map((to) => (
          <Menu.Item
            key={to}
            onClick={() => {
              onMove(idea, to);
            }}
          >
            {t(`ideas.to.${to}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** An idea on the board: dragged by mouse or finger anywhere, by keyboard with its handle. */
export function IdeaCard({ idea, mayDecide, onMove, onOpen }: IdeaCardProps) {
  const movable = mayDecide && movesOf(idea).length > 0;
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, isDragging } = useDraggable({
    id: idea.id,
    disabled: !movable,
  });
  const { onKeyDown, ...pointer } = listeners ?? {};
  return (
    <li
      ref={setNodeRef}
      className={classes.card}
      data-movable={movable || undefined}
      data-dragging={isDragging || undefined}
      {...pointer}
    >
      <div className={classes.cardHead}>
        <UnstyledButton
          className={classes.title}
          onClick={() => {
            onOpen(idea);
          }}
        >
          {idea.title}
        </UnstyledButton>
        {movable && (
          <>
            <MoveMenu idea={idea} onMove={onMove} />
            <ActionIcon
              ref={setActivatorNodeRef}
              size="sm"
              variant="subtle"
              color="gray"
              {...attributes}
              aria-label={t("board.handle", { title: idea.title })}
              onKeyDown={onKeyDown as KeyboardEventHandler | undefined}
            >
              <IconGripVertical size={16} aria-hidden />
            </ActionIcon>
          </>
        )}
      </div>
      <IdeaFace idea={idea} />
    </li>
  );
}
