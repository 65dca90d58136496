import { Group, Progress, Text } from "@mantine/core";

import { formatNumber } from "@/lib/format";
import { t } from "@/lib/i18n";

import { RATING_COLORS, type Rating } from "./score";

interface Range {
  from: number;
  to: number;
}

/** Empty and much too long are bad, a little off is not. */
export function rateLength(value: number, { from, to }: Range): Rating {
  if (value === 0) return "bad";
  return value < from || value > to ? "ok" : "good";
}

function verdict(value: number, { from, to }: Range): string {
  if (value === 0) return t("lengthMeter.empty");
  if (value < from) return t("lengthMeter.short", { count: from - value });
  return value > to ? t("lengthMeter.long", { count: value - to }) : t("lengthMeter.good");
}

interface LengthMeterProps extends Range {
  id: string;
  value: number;
  unit: "px" | "chars";
}

/** How long a text is against how long it should be, as a bar and in words. */
export function LengthMeter({ id, value, unit, ...range }: LengthMeterProps) {
  const color = RATING_COLORS[rateLength(value, range)];
  return (
    <div>
      <Progress
        value={Math.min(100, (100 * value) / range.to)}
        color={color}
        size={4}
        mt={6}
        aria-hidden
      />
      <Group id={id} justify="space-between" gap="xs" mt={2}>
        <Text size="xs" c="dimmed">
          {t(`lengthMeter.${unit}`, { value: formatNumber(value), max: formatNumber(range.to) })}
        </Text>
        <Text size="xs" c={`var(--mantine-color-${color}-text)`}>
          {verdict(value, range)}
        </Text>
      </Group>
    </div>
  );
}
