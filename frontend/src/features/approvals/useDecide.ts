import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import type { DecisionRequest } from "@/lib/api";
import { t } from "@/lib/i18n";
import { newIdempotencyKey } from "@/lib/idempotency";

import { approvalsApi } from "./approvals.api";
import { APPROVALS } from "./queries";

/** Answers an approval; whether it counted or not, the lists are read anew. */
export function useDecide(approvalId: string, onDecided?: () => void) {
  const client = useQueryClient();
  const [key] = useState(newIdempotencyKey);
  return useMutation({
    mutationFn: (body: DecisionRequest) =>
      // Another answer is another request, hence another key.
      approvalsApi.decide(approvalId, body, `${key}-${body.decision}`),
    onError: (error) => {
      notifications.show({ color: "red", title: t("approvals.failed"), message: error.message });
    },
    onSuccess: (_, { decision }) => {
      notifications.show({ message: t(`approvals.done.${decision}`) });
      onDecided?.();
    },
    onSettled: () => client.invalidateQueries({ queryKey: APPROVALS }),
  });
}
