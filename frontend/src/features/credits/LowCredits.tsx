import { Button, Group, NumberInput, Paper, Stack, Text, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { useMayManage } from "@/features/account";
import type { CreditSettings } from "@/lib/api";
import { t } from "@/lib/i18n";

import { useSaveWarning, warningQuery } from "./queries";

function WarningForm({ settings }: { settings: CreditSettings }) {
  const mayManage = useMayManage();
  const save = useSaveWarning();
  const [below, setBelow] = useState<number | string>(settings.low_below ?? "");
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    save.mutate(typeof below === "number" ? below : null, {
      onSuccess: ({ low_threshold: count }) => {
        notifications.show({ message: t("lowCredits.saved", { count }) });
      },
    });
  };
  return (
    <form noValidate onSubmit={submit}>
      <Stack gap="sm">
        <NumberInput
          label={t("lowCredits.below")}
          description={t("lowCredits.hint", { count: settings.low_threshold })}
          min={0}
          allowDecimal={false}
          disabled={!mayManage}
          value={below}
          onChange={setBelow}
        />
        {settings.is_low && (
          <Text size="sm" fw={600} c="var(--mantine-color-error)">
            {t("lowCredits.isLow")}
          </Text>
        )}
        {mayManage && (
          <Group>
            <Button type="submit" size="sm" variant="default" loading={save.isPending}>
              {t("lowCredits.save")}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}

/** From how many credits on somebody is told that they run low. */
export function LowCredits() {
  const { data } = useQuery(warningQuery);
  if (data === undefined) return null;
  return (
    <Paper p="lg">
      <Title order={3} size="h5" mb="sm">
        {t("lowCredits.title")}
      </Title>
      <WarningForm settings={data} />
    </Paper>
  );
}
