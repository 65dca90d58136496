import { Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { PageHeader } from "@/components/PageHeader";
import { QueryView } from "@/components/QueryView";
import { type Stat, StatTiles } from "@/components/StatTiles";
import type { Balance, CreditForecast } from "@/lib/api";
import { formatDate, formatNumber } from "@/lib/format";
import { t } from "@/lib/i18n";

import { useBalance } from "./balance";
import { BudgetsSection } from "./BudgetsSection";
import { ForecastSection } from "./ForecastSection";
import { LedgerSection } from "./LedgerSection";
import { FORECAST_DAYS, forecastQuery } from "./queries";
import { SpendingSection } from "./SpendingSection";

function planned({ credits, days, lasts_until: until }: CreditForecast): Stat[] {
  const runs = days.reduce((sum, day) => sum + day.runs, 0);
  return [
    {
      label: t("creditsPage.planned", { count: FORECAST_DAYS }),
      value: formatNumber(credits),
      hint: t("creditsPage.planned.hint", { count: runs }),
    },
    {
      label: t("creditsPage.lasts"),
      value:
        until === null ? t("creditsPage.lasts.longer", { count: FORECAST_DAYS }) : formatDate(until),
      hint: t("creditsPage.lasts.hint"),
    },
  ];
}

function statsOf(balance: Balance | undefined, forecast: CreditForecast | undefined): Stat[] {
  const amount = (value: number | undefined) => (value === undefined ? "…" : formatNumber(value));
  return [
    { label: t("creditsPage.available"), value: amount(balance?.available) },
    {
      label: t("creditsPage.reserved"),
      value: amount(balance?.reserved),
      hint: t("creditsPage.reserved.hint"),
    },
    ...(forecast === undefined ? [] : planned(forecast)),
  ];
}

/** What the account has, spends and will spend. */
export function CreditsPage() {
  const balance = useBalance();
  const forecast = useQuery(forecastQuery);
  return (
    <>
      <PageHeader title={t("creditsPage.title")} lead={t("creditsPage.lead")} />
      <Stack gap="xl">
        <StatTiles label={t("creditsPage.numbers")} stats={statsOf(balance.data, forecast.data)} />
        <SpendingSection />
        <QueryView query={forecast} rows={4}>
          {(data) => <ForecastSection forecast={data} />}
        </QueryView>
        <BudgetsSection />
        <LedgerSection />
      </Stack>
    </>
  );
}
