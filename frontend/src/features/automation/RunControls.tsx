import { Button, Group, Popover, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconPlayerStopFilled, IconRefresh } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";

import { useMayRun } from "@/features/account";
import type { ScheduledTask } from "@/lib/api";
import { t } from "@/lib/i18n";

import { automationApi } from "./automation.api";
import { RerunMenu } from "./RerunMenu";
import { isUnfinished } from "./runStatus";
import { complain } from "./useRerun";

function CancelButton({ taskId, onDone }: { taskId: string; onDone: () => void }) {
  const [opened, { toggle, close }] = useDisclosure(false);
  const cancel = useMutation({
    mutationFn: () => automationApi.cancelTask(taskId),
    onError: complain(t("run.cancel.failed")),
    onSuccess: () => {
      notifications.show({ message: t("run.cancelled.note") });
    },
    onSettled: () => {
      close();
      onDone();
    },
  });
  return (
    <Popover
      opened={opened}
      onChange={(open) => {
        if (!open) close();
      }}
      width="min(20rem, calc(100vw - 2rem))"
      position="bottom-end"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconPlayerStopFilled size={15} aria-hidden />}
          onClick={toggle}
        >
          {t("run.cancel")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="lg">
        <Stack gap="sm">
          <Text fw={650}>{t("run.cancel.title")}</Text>
          <Text size="sm">{t("run.cancel.text")}</Text>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {t("run.cancel.keep")}
            </Button>
            <Button
              color="red"
              loading={cancel.isPending}
              onClick={() => {
                cancel.mutate();
              }}
            >
              {t("run.cancel")}
            </Button>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

interface RunControlsProps {
  task: ScheduledTask;
  onRefresh: () => void;
}

/** What one may do with a run: look again, stop it while it goes, start it anew when it is over. */
export function RunControls({ task, onRefresh }: RunControlsProps) {
  const mayRun = useMayRun();
  return (
    <>
      <Button variant="subtle" leftSection={<IconRefresh size={16} aria-hidden />} onClick={onRefresh}>
        {t("action.refresh")}
      </Button>
      {mayRun && isUnfinished(task.status) && <CancelButton taskId={task.id} onDone={onRefresh} />}
      {mayRun && !isUnfinished(task.status) && <RerunMenu task={task} />}
    </>
  );
}
