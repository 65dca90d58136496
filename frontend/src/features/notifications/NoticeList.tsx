import { Button, Group, ScrollArea, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { LinkText } from "@/components/LinkText";
import { ErrorState } from "@/components/states";
import { asApiError } from "@/lib/api";
import { t } from "@/lib/i18n";

import { NoticeRow } from "./NoticeRow";
import classes from "./notifications.module.css";
import { NOTICES_SHOWN, noticesQuery, useMarkRead } from "./queries";

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
          <NoticeRow key={notice.id} notice={notice} onRead={one.mutate} onFollow={onClose} />
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
      <Text ta="center" py="xs" className={classes.foot}>
        <LinkText to="/notifications" size="sm" onClick={onClose}>
          {t("notices.all")}
        </LinkText>
      </Text>
    </>
  );
}
