import { Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { type Column, DataTable } from "@/components/DataTable";
import { LinkText } from "@/components/LinkText";
import { QueryView } from "@/components/QueryView";
import type { BudgetState } from "@/lib/api";
import { t } from "@/lib/i18n";
import { useRuleNames } from "@/lib/ruleNames";

import { BudgetCard } from "./BudgetCard";
import { BudgetMeter } from "./BudgetMeter";
import classes from "./credits.module.css";
import { LowCredits } from "./LowCredits";
import { budgetsQuery } from "./queries";

const PERIODS = ["day", "month"] as const;

function OfRules({ budgets }: { budgets: readonly BudgetState[] }) {
  const names = new Map(useRuleNames().map(({ id, name }) => [id, name]));
  const nameOf = ({ rule_id: id }: BudgetState) => names.get(id ?? "") ?? t("budgets.gone");
  const columns: Column<BudgetState>[] = [
    {
      key: "rule",
      header: t("budgets.rule"),
      role: "lead",
      render: (budget) =>
        budget.rule_id !== null && names.has(budget.rule_id) ? (
          <LinkText to={`/rules?rule=${encodeURIComponent(budget.rule_id)}`} fw={600}>
            {nameOf(budget)}
          </LinkText>
        ) : (
          nameOf(budget)
        ),
    },
    { key: "period", header: t("budgets.period"), render: ({ period }) => t(`budgets.${period}Of`) },
    {
      key: "state",
      header: t("budgets.state"),
      role: "wide",
      render: (budget) => <BudgetMeter budget={budget} name={nameOf(budget)} />,
    },
  ];
  return (
    <div>
      <Title order={3} size="h5" mb={4}>
        {t("budgets.ofRules")}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t("budgets.ofRules.lead")}
      </Text>
      <DataTable
        label={t("budgets.ofRules")}
        rows={budgets}
        columns={columns}
        rowKey={({ rule_id, period }) => `${rule_id ?? ""} ${period}`}
      />
    </div>
  );
}

/** The account's limits, those of its rules, and from where on it is warned. */
export function BudgetsSection() {
  const query = useQuery(budgetsQuery);
  return (
    <section>
      <Title order={2} size="h3" mb={4}>
        {t("budgets.title")}
      </Title>
      <Text c="dimmed" mb="sm" maw="46rem">
        {t("budgets.lead")}
      </Text>
      <QueryView query={query} rows={2}>
        {(all) => {
          const ofRules = all.filter(({ scope }) => scope === "rule");
          return (
            <Stack gap="lg">
              <div className={classes.budgets}>
                {PERIODS.map((period) => (
                  <BudgetCard
                    key={period}
                    period={period}
                    budget={all.find((one) => one.scope === "account" && one.period === period)}
                  />
                ))}
                <LowCredits />
              </div>
              {ofRules.length > 0 && <OfRules budgets={ofRules} />}
            </Stack>
          );
        }}
      </QueryView>
    </section>
  );
}
