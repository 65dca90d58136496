import { Alert, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { useBalance } from "@/features/credits";
import type { Estimate } from "@/lib/api";
import { t } from "@/lib/i18n";

import { automationApi } from "./automation.api";
import classes from "./automation.module.css";

export function estimateQuery(ruleId: string) {
  return {
    queryKey: ["automation", "estimate", ruleId],
    queryFn: () => automationApi.getEstimate(ruleId),
    // Every look at the price is a fresh one: keywords and prices change between runs.
    staleTime: 0,
    gcTime: 0,
    retry: false,
  };
}

/** "385–516 credits". */
export function rangeText({ low, high }: Estimate["credits"]): string {
  return low === high ? t("estimate.exact", { count: low }) : t("estimate.range", { low, high });
}

function Shortage({ estimate, available }: { estimate: Estimate; available: number }) {
  const { low, high } = estimate.credits;
  if (low > available) {
    const missing = low - available;
    return <Alert color="red">{t("estimate.short", { needed: low, available, missing })}</Alert>;
  }
  if (!estimate.covers.low) return <Alert color="red">{estimate.covers.message}</Alert>;
  if (high > available || !estimate.covers.high)
    return <Alert color="ember">{t("estimate.tight")}</Alert>;
  return null;
}

function PerAction({ estimate }: { estimate: Estimate }) {
  return (
    <ul className={classes.bill}>
      {estimate.per_action.map((action) => (
        <li key={action.id}>
          <span>{action.name}</span>
          <span className={classes.dim}>{t("estimate.items", { count: action.items.expected })}</span>
          <span>{t("credits.short", { count: action.credits.expected })}</span>
        </li>
      ))}
    </ul>
  );
}

function Forecast({ estimate, available }: { estimate: Estimate; available: number | null }) {
  if (estimate.items === 0) return <Text size="sm">{t("estimate.nothing")}</Text>;
  return (
    <Stack gap="xs">
      <Text fw={650} fz="lg" lh={1.2}>
        {rangeText(estimate.credits)}
      </Text>
      <Text size="sm" c="dimmed">
        {t("estimate.expected", { expected: estimate.credits.expected })}
      </Text>
      <PerAction estimate={estimate} />
      <Group justify="space-between" gap="xs">
        <Text size="xs" c="dimmed">
          {t(`estimate.basis.${estimate.basis}`)}
        </Text>
        {available !== null && (
          <Text size="xs" fw={600}>
            {t("estimate.balance", { available: t("credits.available", { count: available }) })}
          </Text>
        )}
      </Group>
      {available !== null && <Shortage estimate={estimate} available={available} />}
    </Stack>
  );
}

/** What a run of the rule will cost, against what there is. */
export function EstimateSummary({ ruleId }: { ruleId: string }) {
  const estimate = useQuery(estimateQuery(ruleId));
  const balance = useBalance();
  if (estimate.data) {
    return <Forecast estimate={estimate.data} available={balance.data?.available ?? null} />;
  }
  if (estimate.error) return <Text size="sm">{t("estimate.failed")}</Text>;
  return (
    <Stack gap="xs" role="status" aria-label={t("estimate.loading")}>
      <Skeleton height={20} width="55%" />
      <Skeleton height={12} />
      <Skeleton height={12} width="85%" />
      <Skeleton height={12} width="70%" />
    </Stack>
  );
}
