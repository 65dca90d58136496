import { Badge, Group, Text } from "@mantine/core";

import { LinkText } from "@/components/LinkText";
import type { ScheduledTask } from "@/lib/api";
import { t } from "@/lib/i18n";

import { resultSentence } from "./runResult";
import { StatusBadge } from "./StatusBadge";

export function RunName({ task }: { task: ScheduledTask }) {
  return (
    <Group gap={6}>
      <LinkText
        to={`/runs/${encodeURIComponent(task.id)}`}
        fw={650}
        c="var(--mantine-color-text)"
        style={{ overflowWrap: "anywhere" }}
      >
        {task.rule_name}
      </LinkText>
      {task.is_test && <Badge color="gray">{t("runs.isTest")}</Badge>}
      {task.rerun_of !== null && <Badge color="gray">{t("runs.isRerun")}</Badge>}
    </Group>
  );
}

function Line({ children }: { children: string }) {
  return (
    <Text size="xs" c="dimmed" mt={4} maw="26rem" lineClamp={3} style={{ overflowWrap: "anywhere" }}>
      {children}
    </Text>
  );
}

/** How it went: what came of it and why, where it did not go well. */
export function RunOutcome({ task }: { task: ScheduledTask }) {
  const reason = task.error_message || task.status_reason;
  const result = resultSentence(task);
  return (
    <div>
      <StatusBadge status={task.status} />
      {reason !== "" && <Line>{reason}</Line>}
      {result !== "" && <Line>{result}</Line>}
    </div>
  );
}
