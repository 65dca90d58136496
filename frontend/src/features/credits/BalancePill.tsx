import { Badge, Box, Tooltip } from "@mantine/core";
import { IconCoins } from "@tabler/icons-react";
import { Link } from "react-router";

import type { Balance } from "@/lib/api";
import { formatCompact, formatNumber } from "@/lib/format";
import { t } from "@/lib/i18n";

import { useBalance } from "./balance";
import classes from "./credits.module.css";

/** From here on a phone's bar has no room for every digit. */
const LONG = 1_000_000;

function hint(balance: Balance | undefined): string {
  if (balance === undefined) return t("credits.unknown");
  return balance.reserved > 0 ? t("credits.reserved", { count: balance.reserved }) : t("credits.none");
}

function short(available: number): string {
  return available < LONG ? formatNumber(available) : formatCompact(available);
}

/** The credits in the top bar, which lead to where they went. */
export function BalancePill() {
  const { data } = useBalance();
  const label = data ? t("credits.available", { count: data.available }) : "…";
  return (
    <Tooltip label={hint(data)}>
      <Badge
        component={Link}
        to="/credits"
        size="lg"
        radius="xl"
        color={data?.available === 0 ? "red" : "ember"}
        className={classes.pill}
        leftSection={<IconCoins size={15} aria-hidden />}
        aria-label={`${label}. ${hint(data)}`}
      >
        <Box component="span" visibleFrom="sm">
          {label}
        </Box>
        <Box component="span" hiddenFrom="sm">
          {data ? short(data.available) : label}
        </Box>
      </Badge>
    </Tooltip>
  );
}
