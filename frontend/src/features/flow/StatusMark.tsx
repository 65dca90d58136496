import { Loader } from "@mantine/core";
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

import classes from "./flow.module.css";

const ICONS: Readonly<Partial<Record<ProgressStatus, TablerIcon>>> = {
  pending: IconClock,
  waiting: IconHourglass,
  completed: IconCheck,
  failed: IconX,
  skipped: IconPlayerSkipForward,
  cancelled: IconBan,
};

/** How a step stands, by sign, colour and word. */
export function StatusMark({ status }: { status: ProgressStatus }) {
  const Icon = ICONS[status];
  const words = t(`flow.status.${status}`);
  return (
    <span className={classes.mark} data-status={status} title={words}>
      {status === "running" ? (
        <Loader size={14} color="currentColor" aria-hidden />
      ) : (
        Icon && <Icon size={14} stroke={2.6} aria-hidden />
      )}
      <span className="visually-hidden">{words}</span>
    </span>
  );
}
