import { Alert, NumberInput, Paper, Stack, Text, Title } from "@mantine/core";

import { useMayRun } from "@/features/account";
import type { Estimate } from "@/lib/api";
import { t } from "@/lib/i18n";

import { useCheck, useEditor } from "./context";
import { CostTable } from "./CostTable";
import type { Budget } from "./document";
import classes from "./editor.module.css";

const LIMITS = ["per_run", "per_day", "per_month"] as const;

/** Whether what a run is expected to cost goes over what it may cost. */
function OverBudget({ budget, estimate }: { budget: Budget; estimate: Estimate }) {
  const limit = budget.per_run ?? null;
  const { expected, high } = estimate.credits;
  if (limit === null || high <= limit) return null;
  return (
    <Alert color={expected > limit ? "red" : "ember"}>
      {t(expected > limit ? "editor.budget.over" : "editor.budget.near", { limit, expected, high })}
    </Alert>
  );
}

function Limits() {
  const budget = useEditor(({ doc }) => doc.budget);
  const change = useEditor((state) => state.change);
  const { problems } = useCheck();
  return (
    <>
      {LIMITS.map((limit) => (
        <NumberInput
          key={limit}
          label={t(`editor.budget.${limit}`)}
          placeholder={t("editor.budget.none")}
          suffix={` ${t("editor.budget.unit")}`}
          min={0}
          allowDecimal={false}
          thousandSeparator
          value={budget[limit] ?? ""}
          error={problems[`budget.${limit}`]?.join(" ")}
          onChange={(value) => {
            const next = typeof value === "number" ? value : null;
            change({ budget: { ...budget, [limit]: next } }, limit);
          }}
        />
      ))}
    </>
  );
}

/** How much the rule may spend, beside what it would spend. */
export function BudgetSection() {
  const budget = useEditor(({ doc }) => doc.budget);
  const mayEdit = useMayRun();
  const { estimate } = useCheck();
  return (
    <div className={classes.column}>
      <Stack gap="lg">
        <Text c="dimmed">{t("editor.budget.lead")}</Text>
        <fieldset disabled={!mayEdit} className={classes.plainFieldset}>
          <Stack gap="md">
            <Limits />
          </Stack>
        </fieldset>
        {estimate !== null && (
          <>
            <OverBudget budget={budget} estimate={estimate} />
            <Paper p="md" component="section">
              <Title order={3} size="h5" mb="xs">
                {t("editor.cost.title")}
              </Title>
              <CostTable estimate={estimate} />
            </Paper>
          </>
        )}
      </Stack>
    </div>
  );
}
