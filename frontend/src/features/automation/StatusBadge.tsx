import { Badge, Loader } from "@mantine/core";
import {
  IconBan,
  IconCheck,
  IconClock,
  IconHourglass,
  IconPlayerSkipForward,
  IconX,
  type TablerIcon,
} from "@tabler/icons-react";

import type { ProgressStatus } from "@/lib/api";
import { t } from "@/lib/i18n";

import { statusColor } from "./runStatus";

const ICONS: Readonly<Partial<Record<ProgressStatus, TablerIcon>>> = {
  pending: IconClock,
  waiting: IconHourglass,
  completed: IconCheck,
  failed: IconX,
  skipped: IconPlayerSkipForward,
  cancelled: IconBan,
};

/** A status by icon, word and colour, so that none of the three carries it alone. */
export function StatusBadge({ status }: { status: ProgressStatus }) {
  const Icon = ICONS[status];
  const icon =
    status === "running" ? (
      <Loader size={11} color="currentColor" aria-hidden />
    ) : Icon ? (
      <Icon size={13} stroke={2.4} aria-hidden />
    ) : null;
  return (
    <Badge color={statusColor(status)} leftSection={icon}>
      {t(`runStatus.${status}`)}
    </Badge>
  );
}
