import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";

import { useRefreshBalance } from "@/features/credits";
import { ApiError } from "@/lib/api";
import { t } from "@/lib/i18n";
import { newIdempotencyKey } from "@/lib/idempotency";

import { automationApi } from "./automation.api";

/** Tells why something about a run was refused. */
export function complain(title: string) {
  return (error: Error) => {
    const noCredits = error instanceof ApiError && error.status === 402;
    const message = noCredits ? t("execute.noCredits", { message: error.message }) : error.message;
    notifications.show({ color: "red", title, message });
  };
}

export interface Again {
  /** `start`, `failed_step` or the path of a step. */
  from: string;
  /** Of the rule: as it was then, or as it is now. */
  version: "original" | "current";
}

/** Starts a run anew, and goes to the new run. */
export function useRerun(taskId: string) {
  const navigate = useNavigate();
  const refreshBalance = useRefreshBalance();
  const [key] = useState(newIdempotencyKey);
  return useMutation({
    mutationFn: ({ from, version }: Again) =>
      // Each starting point is its own request, hence its own key.
      automationApi.rerunTask(
        taskId,
        { from, version },
        `${key}-${version}-${from.replaceAll("/", ".")}`,
      ),
    onError: complain(t("run.rerun.failed")),
    onSuccess: (accepted) => {
      refreshBalance();
      void navigate(`/runs/${encodeURIComponent(accepted.scheduled_task_id)}`);
    },
  });
}
