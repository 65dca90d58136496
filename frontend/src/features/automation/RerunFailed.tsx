import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconRotate } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { ConfirmDialog } from "@/components/ConfirmDialog";
import { useRefreshBalance } from "@/features/credits";
import type { RerunFailed as Answer } from "@/lib/api";
import { t } from "@/lib/i18n";
import { newIdempotencyKey } from "@/lib/idempotency";

import { automationApi } from "./automation.api";
import { tellRefused } from "./outcomes";
import { type RunFilters, wireFilters } from "./runFilters";
import { complain } from "./useRerun";

const MOST = 50;

/** Whether the API can take up exactly the runs that these filters show: it knows failed, rule and since. */
export function canRerunFailed({ status, trigger, until, search }: RunFilters): boolean {
  return status === "failed" && trigger === null && until === null && search === "";
}

const textIn = (record: Readonly<Record<string, unknown>>, key: string): string => {
  const value = record[key];
  return typeof value === "string" ? value : "";
};

function tell({ started, skipped }: Answer): void {
  const message =
    started.length + skipped.length === 0
      ? t("runs.rerunFailed.nothing")
      : t("runs.again.started", { count: started.length });
  notifications.show({ message });
  const refused = skipped.map((one) => ({
    name: textIn(one, "scheduled_task_id"),
    message: textIn(one, "reason"),
  }));
  tellRefused(t("runs.again.skipped", { count: skipped.length }), refused);
}

interface RerunFailedProps {
  filters: RunFilters;
  onDone: () => void;
}

function Dialog({ filters, onDone, onClose }: RerunFailedProps & { onClose: () => void }) {
  const [key] = useState(newIdempotencyKey);
  const refreshBalance = useRefreshBalance();
  const { rule, since } = wireFilters(filters);
  const start = useMutation({
    mutationFn: () =>
      automationApi.rerunFailed(
        { limit: MOST, version: "original", ...(rule && { rule }), ...(since && { since }) },
        key,
      ),
    onError: complain(t("run.rerun.failed")),
    onSuccess: (answer) => {
      tell(answer);
      refreshBalance();
      onDone();
      onClose();
    },
  });
  return (
    <ConfirmDialog
      opened
      title={t("runs.rerunFailed.title")}
      text={t("runs.rerunFailed.text", { count: MOST })}
      confirm={t("runs.rerunFailed.confirm")}
      color="pine"
      pending={start.isPending}
      onConfirm={() => {
        start.mutate();
      }}
      onClose={onClose}
    />
  );
}

/** Carries on everything that has failed, after asking. */
export function RerunFailed(props: RerunFailedProps) {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="default" leftSection={<IconRotate size={16} aria-hidden />} onClick={open}>
        {t("runs.rerunFailed")}
      </Button>
      {opened && <Dialog {...props} onClose={close} />}
    </>
  );
}
