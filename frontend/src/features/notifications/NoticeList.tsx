import { ActionIcon, Button, Group, ScrollArea, Skeleton, Stack, Text, Tooltip } from "@mantine/core";
import {
  IconAlertCircle,
  IconAlertTriangle,
  IconCheck,
  IconInfoCircle,
  type TablerIcon,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";

import { LinkText, OutsideLink, safeHref } from "@/components/LinkText";
import { Moment } from "@/components/Moment";
import { ErrorState } from "@/components/states";
import { asApiError, type Notice } from "@/lib/api";
import { t } from "@/lib/i18n";

import classes from "./notifications.module.css";
import { NOTICES_SHOWN, noticesQuery, useMarkRead } from "./queries";

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

interface RowProps {
  notice: Notice;
  onRead: (id: string) => void;
  onClose: () => void;
}

function Row({ notice, onRead, onClose }: RowProps) {
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
            onClose();
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

function Loading() {
  return (
    <Stack gap="md" p="md" role="status" aria-label={t("loading")}>
      <Skeleton height={14} width="70%" />
      <Skeleton height={14} />
      <Skeleton height={14} width="55%" />
    </Stack>
  );
}

function Rows({ onClose }: { onClose: () => void }) {
  const { data, error, refetch } = useQuery(noticesQuery);
  const { one } = useMarkRead();
  if (error !== null) {
    return (
      <ErrorState
        error={asApiError(error, t("error.offline"))}
        onRetry={() => {
          void refetch();
        }}
      />
    );
  }
  if (data === undefined) return <Loading />;
  if (data.items.length === 0) {
    return (
      <Text c="dimmed" p="md">
        {t("notices.empty")}
      </Text>
    );
  }
  return (
    <ScrollArea.Autosize mah="min(28rem, 65vh)" viewportProps={{ tabIndex: 0 }}>
      <ul className={classes.list}>
        {data.items.map((notice) => (
          <Row key={notice.id} notice={notice} onRead={one.mutate} onClose={onClose} />
        ))}
      </ul>
      {data.count > data.items.length && (
        <Text size="xs" c="dimmed" p="sm" ta="center">
          {t("notices.older", { count: NOTICES_SHOWN })}
        </Text>
      )}
    </ScrollArea.Autosize>
  );
}

/** The newest notifications, with links to what they are about. */
export function NoticeList({ onClose }: { onClose: () => void }) {
  const { all } = useMarkRead();
  const { data } = useQuery(noticesQuery);
  const anyUnread = data?.items.some(({ read_at: at }) => at === null) ?? false;
  return (
    <>
      <Group justify="space-between" px="md" py="xs" className={classes.head}>
        <Text fw={650}>{t("notices.title")}</Text>
        {anyUnread && (
          <Button
            variant="subtle"
            size="compact-sm"
            loading={all.isPending}
            onClick={() => {
              all.mutate();
            }}
          >
            {t("notices.readAll")}
          </Button>
        )}
      </Group>
      <Rows onClose={onClose} />
    </>
  );
}
