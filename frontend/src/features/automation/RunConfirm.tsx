import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";

import { useBalance, useRefreshBalance } from "@/features/credits";
import { ApiError, type AutomationRule } from "@/lib/api";
import { t } from "@/lib/i18n";
import { newIdempotencyKey } from "@/lib/idempotency";

import { useAutomationStore } from "./automationStore";
import { estimateQuery, EstimateSummary } from "./EstimateSummary";

function refusal(error: Error): string {
  if (error instanceof ApiError && error.status === 402) {
    return t("execute.noCredits", { message: error.message });
  }
  return error.message;
}

function useStart(ruleId: string) {
  const executeRule = useAutomationStore((state) => state.executeRule);
  const refreshBalance = useRefreshBalance();
  const navigate = useNavigate();
  // One key as long as the question stands: pressing again after a lost answer starts nothing twice.
  const [key] = useState(newIdempotencyKey);
  return useMutation({
    mutationFn: () => executeRule(ruleId, key),
    onSuccess: (accepted) => {
      refreshBalance();
      void navigate(`/runs/${encodeURIComponent(accepted.scheduled_task_id)}`);
    },
  });
}

/** True when even the least that the run costs is more than there is, or than a budget allows. */
function useCannotPay(ruleId: string): boolean {
  const estimate = useQuery(estimateQuery(ruleId)).data;
  const available = useBalance().data?.available;
  if (estimate === undefined || available === undefined) return false;
  return estimate.credits.low > available || !estimate.covers.low;
}

interface RunConfirmProps {
  rule: AutomationRule;
  titleId: string;
  onClose: () => void;
}

/** What the run will cost, and the button that starts it. */
export function RunConfirm({ rule, titleId, onClose }: RunConfirmProps) {
  const start = useStart(rule.id);
  const cannotPay = useCannotPay(rule.id);
  return (
    <Stack gap="md">
      <Text id={titleId} fw={650}>
        {t("estimate.title", { name: rule.name })}
      </Text>
      <EstimateSummary ruleId={rule.id} />
      {rule.status !== "active" && (
        <Text size="sm" c="dimmed">
          {t("estimate.inactive")}
        </Text>
      )}
      {start.error !== null && (
        <Alert role="alert" color="red" title={t("execute.failed")}>
          {refusal(start.error)}
        </Alert>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t("action.cancel")}
        </Button>
        <Button
          loading={start.isPending}
          disabled={cannotPay}
          data-autofocus
          onClick={() => {
            start.mutate();
          }}
        >
          {t("estimate.confirm")}
        </Button>
      </Group>
    </Stack>
  );
}
