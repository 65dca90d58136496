import { Group, Progress, Text } from "@mantine/core";

import { Moment } from "@/components/Moment";
import type { BudgetState } from "@/lib/api";
import { formatNumber } from "@/lib/format";
import { t } from "@/lib/i18n";

import classes from "./credits.module.css";

/** The shares, in percent, at which people are told. */
const LEVELS = [75, 90, 100] as const;

type Level = (typeof LEVELS)[number];

/** The highest level that is reached; null below the first. */
export function levelOf({ limit, used, reserved }: BudgetState): Level | null {
  const share = limit === 0 ? 100 : ((used + reserved) / limit) * 100;
  return LEVELS.findLast((level) => share >= level) ?? null;
}

const COLORS: Readonly<Record<Level, string>> = { 75: "ember", 90: "ember", 100: "red" };

const percent = (part: number, whole: number) =>
  whole === 0 ? 100 : Math.min(100, (part / whole) * 100);

/** How much of a budget is used, with marks where people are told. */
export function BudgetMeter({ budget, name }: { budget: BudgetState; name: string }) {
  const level = levelOf(budget);
  const used = percent(budget.used, budget.limit);
  const reserved = Math.min(100 - used, percent(budget.reserved, budget.limit));
  const color = level === null ? "pine" : COLORS[level];
  return (
    <div>
      <div className={classes.meter}>
        <Progress.Root size="lg" radius="xl">
          <Progress.Section value={used} color={color} aria-label={`${name}: ${spoken(budget)}`} />
          <Progress.Section value={reserved} color="gray" role="presentation" withAria={false} />
        </Progress.Root>
        {LEVELS.slice(0, -1).map((mark) => (
          <span
            key={mark}
            className={classes.mark}
            style={{ insetInlineStart: `${String(mark)}%` }}
            aria-hidden
          />
        ))}
      </div>
      <Group justify="space-between" gap="xs" mt={6}>
        <Text size="sm">{spoken(budget)}</Text>
        <Text size="sm" c="dimmed">
          {budget.reserved > 0 && `${t("budgets.reserved", { count: budget.reserved })} · `}
          {t("budgets.left", { count: budget.remaining })}
        </Text>
      </Group>
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600} c={level === 100 ? "var(--mantine-color-error)" : undefined}>
          {level !== null && t(`budgets.level.${level}`)}
        </Text>
        <Text size="xs" c="dimmed" component="div">
          <Resets at={budget.ends_at} />
        </Text>
      </Group>
    </div>
  );
}

function spoken({ used, limit }: BudgetState): string {
  return t("budgets.used", { used: formatNumber(used), limit: formatNumber(limit) });
}

function Resets({ at }: { at: string }) {
  const [before, after] = t("budgets.resets", { time: "\u0000" }).split("\u0000");
  return (
    <>
      {before}
      <Moment at={at} />
      {after}
    </>
  );
}
