import { ActionIcon, Indicator, Popover } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBell } from "@tabler/icons-react";
import { lazy, Suspense } from "react";

import { LoadingPage } from "@/components/states";
import { formatNumber } from "@/lib/format";
import { loadTexts, t } from "@/lib/i18n";

import { useUnreadCount } from "./queries";

// The list is not needed before somebody asks for it.
const NoticeList = lazy(async () => {
  await loadTexts();
  return { default: (await import("./NoticeList")).NoticeList };
});

const MOST = 99;

/** The bell of the top bar: how many notifications are unread, and the list of them. */
export function NoticeBell() {
  const [opened, { toggle, close }] = useDisclosure(false);
  const unread = useUnreadCount();
  const label = unread > 0 ? t("notices.unread", { count: unread }) : t("notices.open");
  return (
    <Popover
      opened={opened}
      onChange={(open) => {
        if (!open) close();
      }}
      width="min(25rem, calc(100vw - 1.5rem))"
      position="bottom-end"
      trapFocus
      returnFocus
    >
      <Indicator
        disabled={unread === 0}
        label={unread > MOST ? `${formatNumber(MOST)}+` : formatNumber(unread)}
        size={17}
        offset={5}
        color="red"
      >
        <Popover.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            radius="xl"
            aria-label={label}
            onClick={toggle}
          >
            <IconBell size={20} stroke={1.7} aria-hidden />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p={0} aria-label={t("notices.title")}>
        {opened && (
          <Suspense fallback={<LoadingPage />}>
            <NoticeList onClose={close} />
          </Suspense>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
