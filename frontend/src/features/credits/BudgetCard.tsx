import { Button, Group, NumberInput, Paper, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type SubmitEvent, useState } from "react";

import { useMayManage } from "@/features/account";
import type { BudgetPeriod, BudgetState } from "@/lib/api";
import { t } from "@/lib/i18n";

import { BudgetMeter } from "./BudgetMeter";
import { useSaveBudget } from "./queries";

interface FormProps {
  name: string;
  budget: BudgetState | undefined;
  pending: boolean;
  onSave: (limit: number | null) => void;
  onCancel: () => void;
}

function LimitForm({ name, budget, pending, onSave, onCancel }: FormProps) {
  const [limit, setLimit] = useState<number | string>(budget?.limit ?? "");
  const [missing, setMissing] = useState(false);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setMissing(typeof limit !== "number");
    if (typeof limit === "number") onSave(limit);
  };
  return (
    <form noValidate onSubmit={submit}>
      <Stack gap="sm">
        <NumberInput
          label={t("budgets.limit", { name })}
          data-autofocus
          min={0}
          allowDecimal={false}
          value={limit}
          error={missing ? t("budgets.needed") : undefined}
          onChange={setLimit}
        />
        <Group gap="xs">
          <Button type="submit" size="sm" loading={pending}>
            {t("budgets.save")}
          </Button>
          {budget !== undefined && (
            <Button
              size="sm"
              variant="default"
              onClick={() => {
                onSave(null);
              }}
            >
              {t("budgets.remove")}
            </Button>
          )}
          <Button size="sm" variant="subtle" onClick={onCancel}>
            {t("action.cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface BudgetCardProps {
  period: BudgetPeriod;
  budget: BudgetState | undefined;
}

/** The account's limit of one period: how it stands, and a form to change it for those who may. */
export function BudgetCard({ period, budget }: BudgetCardProps) {
  const [editing, { open, close }] = useDisclosure(false);
  const mayManage = useMayManage();
  const save = useSaveBudget(period, budget);
  const name = t(`budgets.${period}`);
  const button = budget === undefined ? "set" : "change";
  return (
    <Paper p="lg">
      <Group justify="space-between" mb="sm" wrap="nowrap">
        <Title order={3} size="h5">
          {name}
        </Title>
        {mayManage && !editing && (
          <Button
            size="compact-sm"
            variant="subtle"
            aria-label={t(`budgets.${button}Named`, { name })}
            onClick={open}
          >
            {t(`budgets.${button}`)}
          </Button>
        )}
      </Group>
      {editing ? (
        <LimitForm
          name={name}
          budget={budget}
          pending={save.isPending}
          onCancel={close}
          onSave={(limit) => {
            save.mutate(limit, { onSuccess: close });
          }}
        />
      ) : budget === undefined ? (
        <Text c="dimmed">{t("budgets.none")}</Text>
      ) : (
        <BudgetMeter budget={budget} name={name} />
      )}
    </Paper>
  );
}
