import { ActionIcon, Group, Tooltip } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { Link } from "react-router";

import type { RunDetail } from "@/lib/api";
import { t } from "@/lib/i18n";

interface ArrowProps {
  to: string | null;
  way: "older" | "newer";
}

function Arrow({ to, way }: ArrowProps) {
  const Icon = way === "older" ? IconChevronLeft : IconChevronRight;
  const label = t(`run.${way}`);
  const look = { variant: "default", size: 36 } as const;
  if (to === null) {
    return (
      <ActionIcon {...look} disabled aria-label={label}>
        <Icon size={18} aria-hidden />
      </ActionIcon>
    );
  }
  return (
    <Tooltip label={label}>
      <ActionIcon {...look} component={Link} to={`/runs/${encodeURIComponent(to)}`} aria-label={label}>
        <Icon size={18} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

/** To the rule's run before this one, and to the one after it. */
export function RunNeighbours({ task }: { task: Pick<RunDetail, "previous" | "next"> }) {
  return (
    <Group gap={4} component="nav" aria-label={t("run.neighbours")} wrap="nowrap">
      <Arrow to={task.previous} way="older" />
      <Arrow to={task.next} way="newer" />
    </Group>
  );
}
