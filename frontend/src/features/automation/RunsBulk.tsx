import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconRotate } from "@tabler/icons-react";
import { useState } from "react";

import { SelectionBar } from "@/components/SelectionBar";
import { useRefreshBalance } from "@/features/credits";
import type { ScheduledTask } from "@/lib/api";
import { t } from "@/lib/i18n";
import { newIdempotencyKey } from "@/lib/idempotency";

import { automationApi } from "./automation.api";
import { forEach, tellRefused } from "./outcomes";
import { isUnfinished } from "./runStatus";

/** A failed run goes on where it failed; any other begins anew. */
async function runAgain(tasks: readonly ScheduledTask[]): Promise<void> {
  const key = newIdempotencyKey();
  const named = tasks.map((task) => ({ name: task.rule_name, task }));
  const { done, refused } = await forEach(named, ({ task }) => {
    const from = task.status === "failed" ? "failed_step" : "start";
    return automationApi.rerunTask(task.id, { from, version: "original" }, `${key}-${task.id}`);
  });
  if (done.length > 0) notifications.show({ message: t("runs.again.started", { count: done.length }) });
  tellRefused(t("runs.again.skipped", { count: refused.length }), refused);
}

interface RunsBulkProps {
  tasks: readonly ScheduledTask[];
  onClear: () => void;
  onDone: () => void;
}

/** Runs several runs again. */
export function RunsBulk({ tasks, onClear, onDone }: RunsBulkProps) {
  const [pending, setPending] = useState(false);
  const refreshBalance = useRefreshBalance();
  const over = tasks.filter(({ status }) => !isUnfinished(status));
  const start = async () => {
    setPending(true);
    await runAgain(over);
    setPending(false);
    refreshBalance();
    onClear();
    onDone();
  };
  return (
    <SelectionBar count={tasks.length} onClear={onClear}>
      <Button
        size="sm"
        loading={pending}
        disabled={over.length === 0}
        leftSection={<IconRotate size={15} aria-hidden />}
        onClick={() => {
          void start();
        }}
      >
        {t("runs.again")}
      </Button>
    </SelectionBar>
  );
}
