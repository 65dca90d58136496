import { ActionIcon, Text, Tooltip } from "@mantine/core";
import {
  IconAlertCircle,
  IconAlertTriangle,
  IconCheck,
  IconInfoCircle,
  type TablerIcon,
} from "@tabler/icons-react";

import { LinkText, OutsideLink, safeHref } from "@/components/LinkText";
import { Moment } from "@/components/Moment";
import type { Notice } from "@/lib/api";
import { t } from "@/lib/i18n";

import classes from "./notifications.module.css";

const ICONS: Readonly<Record<Notice["severity"], TablerIcon>> = {
  info: IconInfoCircle,
  warning: IconAlertTriangle,
  error: IconAlertCircle,
};
const RULE = "automation_rule";

/** Where a notification leads: to its own address, else to the rule it is about; null for nowhere. */
export function targetOf({ link, object_type, object_id }: Notice): string | null {
  const own = safeHref(link);
  if (own !== null) return own;
  return object_type === RULE && object_id !== null
    ? `/rules?rule=${encodeURIComponent(object_id)}`
    : null;
}

function NoticeTitle({ notice, onFollow }: { notice: Notice; onFollow: () => void }) {
  const to = targetOf(notice);
  if (to === null) return <Text fw={600}>{notice.title}</Text>;
  if (!to.startsWith("/")) {
    return (
      <OutsideLink href={to} fw={600} label={notice.title}>
        {notice.title}
      </OutsideLink>
    );
  }
  return (
    <LinkText to={to} fw={600} c="var(--mantine-color-text)" onClick={onFollow}>
      {notice.title}
    </LinkText>
  );
}

interface NoticeRowProps {
  notice: Notice;
  onRead: (id: string) => void;
  /** Its link was followed. */
  onFollow?: () => void;
}

/** A notification: what it says, where it leads, and a way to be done with it. */
export function NoticeRow({ notice, onRead, onFollow }: NoticeRowProps) {
  const Icon = ICONS[notice.severity];
  const unread = notice.read_at === null;
  return (
    <li className={classes.row} data-unread={unread || undefined}>
      <span className={classes.icon} data-severity={notice.severity}>
        <Icon size={18} aria-label={t(`severity.${notice.severity}`)} role="img" />
      </span>
      <div className={classes.text}>
        <NoticeTitle
          notice={notice}
          onFollow={() => {
            if (unread) onRead(notice.id);
            onFollow?.();
          }}
        />
        {unread && <span className="visually-hidden">{t("notices.isUnread")}</span>}
        {notice.body !== "" && (
          <Text size="sm" lineClamp={3} style={{ whiteSpace: "pre-line" }}>
            {notice.body}
          </Text>
        )}
        <Text size="xs" c="dimmed" component="div">
          <Moment at={notice.created_at} />
        </Text>
      </div>
      {unread && (
        <Tooltip label={t("notices.read", { title: notice.title })} multiline maw="18rem">
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("notices.read", { title: notice.title })}
            onClick={() => {
              onRead(notice.id);
            }}
          >
            <IconCheck size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
    </li>
  );
}
