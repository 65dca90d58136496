import { Badge, Box, Tooltip } from "@mantine/core";
import { IconCoins } from "@tabler/icons-react";

import type { Balance } from "@/lib/api";
import { formatNumber } from "@/lib/format";
import { t } from "@/lib/i18n";

import { useBalance } from "./balance";

function hint(balance: Balance | undefined): string {
  if (balance === undefined) return t("credits.unknown");
  return balance.reserved > 0 ? t("credits.reserved", { count: balance.reserved }) : t("credits.none");
}

export function BalancePill() {
  const { data } = useBalance();
  const label = data ? t("credits.available", { count: data.available }) : "…";
  return (
    <Tooltip label={hint(data)}>
      <Badge
        size="lg"
        radius="xl"
        color={data?.available === 0 ? "red" : "ember"}
        leftSection={<IconCoins size={15} aria-hidden />}
        aria-label={`${label}. ${hint(data)}`}
        role="status"
      >
        <Box component="span" visibleFrom="xs">
          {label}
        </Box>
        <Box component="span" hiddenFrom="xs">
          {data ? formatNumber(data.available) : label}
        </Box>
      </Badge>
    </Tooltip>
  );
}
