import { Alert, Badge, Button, Group, Paper, Stack, Text } from "@mantine/core";

import { JsonView } from "@/components/JsonView";
import { SideDrawer } from "@/components/SideDrawer";
import { ErrorState } from "@/components/states";
import { asApiError, type PlanOfRule } from "@/lib/api";
import { t, tMaybe } from "@/lib/i18n";

import { rangeText } from "./CostTable";
import classes from "./editor.module.css";
import { editorApi } from "./editor.api";
import { type PlannedAction, plannedAction } from "./planned";
import { useTrial } from "./useTrial";

function Facts({ action }: { action: PlannedAction }) {
  const { takes, takesOver, unknown } = action;
  const kind = takes === null ? "" : tMaybe(`editor.kind.${takes.kind}`, takes.kind);
  const lines = [
    ...(takes === null ? [] : [t("editor.plan.takes", { n: takes.count, kind })]),
    ...Object.entries(takesOver).map(([param, from]) => t("editor.plan.takesOver", { param, from })),
    ...unknown.map((param) =>
      t("editor.plan.unknown", { param, value: JSON.stringify(action.params[param]) }),
    ),
  ];
  if (lines.length === 0) return null;
  return (
    <ul className={classes.facts}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

const shortText = ({ low, high }: PlanOfRule["credits"]): string =>
  low === high ? t("editor.cost.exact", { count: high }) : t("editor.plan.cost", { low, high });

function ActionCard({ action }: { action: PlannedAction }) {
  const { items, credits } = action;
  return (
    <Paper component="li" p="sm">
      <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
        <Text fw={650} style={{ overflowWrap: "anywhere" }}>
          {action.name}
        </Text>
        {credits !== null && <Text size="sm">{shortText(credits)}</Text>}
      </Group>
      <Group gap="xs">
        {!action.certain && <Badge color="gray">{t("editor.plan.maybe")}</Badge>}
        {items !== null && (
          <Text size="sm" c="dimmed">
            {t("editor.plan.items", { count: items.expected })}
          </Text>
        )}
      </Group>
      {action.error !== null && (
        <Alert color="red" mt="xs">
          {action.error}
        </Alert>
      )}
      <Facts action={action} />
      {Object.keys(action.params).length > 0 && (
        <JsonView label={t("editor.plan.params", { name: action.name })} value={action.params} />
      )}
    </Paper>
  );
}

function Verdict({ conditions }: { conditions: PlanOfRule["conditions"] }) {
  const color = conditions.result === true ? "pine" : "ember";
  const answer = conditions.result === null ? "open" : conditions.result ? "holds" : "fails";
  return (
    <Alert color={color} title={t(`editor.plan.conditions.${answer}`)}>
      {conditions.reason}
    </Alert>
  );
}

function Result({ plan }: { plan: PlanOfRule }) {
  const actions = plan.actions.map(plannedAction);
  return (
    <Stack gap="md">
      <Verdict conditions={plan.conditions} />
      <Text fw={650}>{rangeText(plan.credits)}</Text>
      {actions.length === 0 && <Text c="dimmed">{t("editor.plan.empty")}</Text>}
      <ul className={classes.cards} aria-label={t("editor.plan.label")}>
        {actions.map((action) => (
          <ActionCard key={action.at} action={action} />
        ))}
      </ul>
    </Stack>
  );
}

function Planning({ onClose }: { onClose: () => void }) {
  const { trial, needsSaving } = useTrial<null, PlanOfRule>(editorApi.plan);
  return (
    <Stack gap="md">
      <Text c="dimmed">{t("editor.plan.text")}</Text>
      <Button
        loading={trial.isPending}
        data-autofocus
        onClick={() => {
          trial.mutate(null, {
            onSuccess: (plan) => {
              if (plan === null) onClose();
            },
          });
        }}
      >
        {t(needsSaving ? "editor.plan.saveAndGo" : "editor.plan.go")}
      </Button>
      {trial.error !== null && (
        <ErrorState
          title={t("editor.plan.failed")}
          error={asApiError(trial.error, t("error.offline"))}
        />
      )}
      <div aria-live="polite">{trial.data != null && <Result plan={trial.data} />}</div>
    </Stack>
  );
}

/** Every write and every cost of a run, before any of it happens. */
export function PlanDrawer({ onClose }: { onClose: () => void }) {
  return (
    <SideDrawer title={t("editor.plan")} onClose={onClose}>
      <Planning onClose={onClose} />
    </SideDrawer>
  );
}
