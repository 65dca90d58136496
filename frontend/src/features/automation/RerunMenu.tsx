import { ActionIcon, Button, Menu, Text } from "@mantine/core";
import { IconChevronDown, IconRotate } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import type { RerunFrom, ScheduledTask } from "@/lib/api";
import { formatDateTime } from "@/lib/format";
import { t } from "@/lib/i18n";

import { ruleQuery } from "./queries";
import { type Again, useRerun } from "./useRerun";

const RERUNS: Readonly<Partial<Record<ScheduledTask["status"], readonly RerunFrom[]>>> = {
  failed: ["failed_step", "start"],
  cancelled: ["start"],
  completed: ["start"],
  skipped: ["start"],
};

interface ItemsProps {
  task: ScheduledTask;
  version: Again["version"];
  onPick: (again: Again) => void;
}

function Items({ task, version, onPick }: ItemsProps) {
  return (RERUNS[task.status] ?? []).map((from) => (
    <Menu.Item
      key={from}
      onClick={() => {
        onPick({ from, version });
      }}
    >
      <Text size="sm" fw={600}>
        {t(version === "current" ? `run.rerun.${from}.current` : `run.rerun.${from}`)}
      </Text>
      <Text size="xs" c="dimmed">
        {t(`run.rerun.${from}.text`)}
      </Text>
    </Menu.Item>
  ));
}

/** The same with the rule as it is now, where somebody has changed it since. */
function WithChanges(props: Omit<ItemsProps, "version">) {
  const { data: rule } = useQuery(ruleQuery(props.task.automation_rule));
  if (rule === undefined || rule.version === props.task.rule_version) return null;
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{t("run.rerun.changed", { version: rule.version })}</Menu.Label>
      <Items {...props} version="current" />
    </>
  );
}

interface RerunMenuProps {
  task: ScheduledTask;
  /** In a row of a table: an icon alone, named for the run. */
  compact?: boolean;
}

/** Runs it again: from where it failed, or from the start. */
export function RerunMenu({ task, compact = false }: RerunMenuProps) {
  const rerun = useRerun(task.id);
  const [opened, setOpened] = useState(false);
  const time = formatDateTime(task.executed_at ?? task.scheduled_at);
  return (
    <Menu position="bottom-end" width={300} shadow="md" radius="lg" opened={opened} onChange={setOpened}>
      <Menu.Target>
        {compact ? (
          <ActionIcon
            variant="subtle"
            size={36}
            loading={rerun.isPending}
            aria-label={t("runs.againNamed", { name: task.rule_name, time })}
          >
            <IconRotate size={17} aria-hidden />
          </ActionIcon>
        ) : (
          <Button
            loading={rerun.isPending}
            leftSection={<IconRotate size={16} aria-hidden />}
            rightSection={<IconChevronDown size={15} aria-hidden />}
          >
            {t("run.rerun")}
          </Button>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        <Items task={task} version="original" onPick={rerun.mutate} />
        {opened && <WithChanges task={task} onPick={rerun.mutate} />}
      </Menu.Dropdown>
    </Menu>
  );
}
