import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueries } from "@tanstack/react-query";
import { useState } from "react";

import { useBalance, useRefreshBalance } from "@/features/credits";
import type { AutomationRule, Estimate } from "@/lib/api";
import { t } from "@/lib/i18n";
import { newIdempotencyKey } from "@/lib/idempotency";

import classes from "./automation.module.css";
import { useAutomationStore } from "./automationStore";
import { estimateQuery, rangeText } from "./EstimateSummary";
import { tellRefused, tellUncertain } from "./outcomes";
import { orderAll } from "./ruleChanges";

type Range = Estimate["credits"];

function sumOf(estimates: readonly Estimate[]): Range {
  const total = (key: keyof Range) => estimates.reduce((sum, one) => sum + one.credits[key], 0);
  return { low: total("low"), expected: total("expected"), high: total("high") };
}

function useStartMany(rules: readonly AutomationRule[]) {
  const refreshBalance = useRefreshBalance();
  const [key] = useState(newIdempotencyKey);
  const [pending, setPending] = useState(false);
  /** Whether it is known of each rule what became of it; if not, the next start is the same order. */
  const start = async (): Promise<boolean> => {
    setPending(true);
    const outcome = await orderAll(rules, { action: "run", key });
    const { done } = outcome;
    const refused = outcome.refused.filter(({ uncertain }) => !uncertain);
    if (done.length > 0) {
      notifications.show({ message: t("rules.bulk.started", { count: done.length }) });
    }
    tellRefused(t("rules.bulk.notStarted", { count: refused.length }), refused);
    const known = !tellUncertain(outcome);
    refreshBalance();
    await useAutomationStore.getState().refreshRules();
    setPending(false);
    return known;
  };
  return { pending, start };
}

function priceOf(estimate: Estimate | undefined, failed: boolean): string {
  if (failed) return "?";
  return estimate === undefined ? "…" : rangeText(estimate.credits);
}

interface RunManyDialogProps {
  rules: readonly AutomationRule[];
  onClose: () => void;
  onStarted: () => void;
}

/** What running these rules will cost, before any of them starts. */
export function RunManyDialog({ rules, onClose, onStarted }: RunManyDialogProps) {
  const estimates = useQueries({ queries: rules.map(({ id }) => estimateQuery(id)) });
  const available = useBalance().data?.available;
  const { pending, start } = useStartMany(rules);
  const total = sumOf(estimates.flatMap(({ data }) => data ?? []));
  const known = estimates.every(({ isPending }) => !isPending);
  const missing = available === undefined ? 0 : total.low - available;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("rules.bulk.runTitle", { count: rules.length })}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <Stack gap="md">
        <Text size="sm">{t("rules.bulk.runText")}</Text>
        <ul className={classes.prices} aria-busy={!known}>
          {rules.map((rule, index) => (
            <li key={rule.id}>
              <span>{rule.name}</span>
              <span>{priceOf(estimates[index]?.data, estimates[index]?.isError ?? false)}</span>
            </li>
          ))}
        </ul>
        <Text fw={650} aria-live="polite">
          {known && t("rules.bulk.total", { range: rangeText(total) })}
        </Text>
        {known && missing > 0 && available !== undefined && (
          <Alert color="red">{t("estimate.short", { needed: total.low, available, missing })}</Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("action.cancel")}
          </Button>
          <Button
            loading={pending}
            disabled={!known}
            onClick={() => {
              void start().then((over) => {
                if (!over) return;
                onStarted();
                onClose();
              });
            }}
          >
            {t("rules.bulk.runNow")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
