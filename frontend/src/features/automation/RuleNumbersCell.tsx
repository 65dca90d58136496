import { Text } from "@mantine/core";

import { LinkText } from "@/components/LinkText";
import { Moment } from "@/components/Moment";
import type { AutomationRule } from "@/lib/api";
import { formatNumber } from "@/lib/format";
import { t } from "@/lib/i18n";

import { StatusBadge } from "./StatusBadge";

/** How many of the runs went well, and what all have cost, in the last thirty days. */
export function RuleNumbersCell({ rule: { stats } }: { rule: AutomationRule }) {
  if (stats.runs === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("rules.noRuns")}
      </Text>
    );
  }
  const { success_rate: rate, runs } = stats;
  return (
    <div>
      {rate !== null && (
        <Text
          size="sm"
          fw={600}
          style={{ whiteSpace: "nowrap" }}
          c={rate < 0.8 ? "var(--mantine-color-error)" : undefined}
        >
          {t("rules.success", { percent: formatNumber(Math.round(rate * 100)) })}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {t("rules.runsCredits", {
          count: runs,
          credits: t("estimate.exact", { count: stats.credits }),
        })}
      </Text>
    </div>
  );
}

/** How the last run went, with a link to it. */
export function LastRunCell({ rule }: { rule: AutomationRule }) {
  const last = rule.stats.last_run;
  if (last === null) {
    return (
      <Text size="sm" c="dimmed" component="div">
        <Moment at={rule.last_executed_at} />
      </Text>
    );
  }
  return (
    <div>
      <StatusBadge status={last.status} />
      <Text size="xs" mt={4} component="div">
        <LinkText to={`/runs/${last.id}`} size="xs">
          <Moment at={last.finished_at ?? last.scheduled_at} />
        </LinkText>
      </Text>
    </div>
  );
}
