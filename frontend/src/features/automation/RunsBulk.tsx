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
import { forEach, tellRefused, tellUncertain } from "./outcomes";
import { isUnfinished } from "./runStatus";

/** A failed run goes on where it failed; any other begins anew.
 * @returns whether it is known of each what became of it. */
async function runAgain(tasks: readonly ScheduledTask[], key: string): Promise<boolean> {
  const named = tasks.map((task) => ({ name: task.rule_name, task }));
  const outcome = await forEach(named, ({ task }) => {
    const from = task.status === "failed" ? "failed_step" : "start";
    return automationApi.rerunTask(task.id, { from, version: "original" }, `${key}-${task.id}`);
  });
  const { done } = outcome;
  const refused = outcome.refused.filter(({ uncertain }) => !uncertain);
  if (done.length > 0) notifications.show({ message: t("runs.again.started", { count: done.length }) });
  tellRefused(t("runs.again.skipped", { count: refused.length }), refused);
  return !tellUncertain(outcome);
}

interface RunsBulkProps {
  tasks: readonly ScheduledTask[];
  onClear: () => void;
  onDone: () => void;
}

/** Runs several runs again. */
export function RunsBulk({ tasks, onClear, onDone }: RunsBulkProps) {
  const [pending, setPending] = useState(false);
  const [key, setKey] = useState(newIdempotencyKey);
  const refreshBalance = useRefreshBalance();
  const over = tasks.filter(({ status }) => !isUnfinished(status));
  const start = async () => {
    setPending(true);
    const known = await runAgain(over, key);
    setPending(false);
    refreshBalance();
    onDone();
    // What may not have started stays chosen, and its key with it: no run starts twice.
    if (!known) return;
    setKey(newIdempotencyKey());
    onClear();
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
