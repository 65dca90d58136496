import { Button, Group, NumberInput, Paper, Stack, Text, TextInput, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";

import { QueryView } from "@/components/QueryView";
import { ZoneSelect } from "@/components/ZoneSelect";
import { useMayManage } from "@/features/account";
import type { AccountSettings } from "@/lib/api";
import { t } from "@/lib/i18n";

import { accountQuery, useChangeAccount } from "./queries";

interface Values {
  name: string;
  timezone: string;
  ask: number | string;
}

function AccountForm({ account }: { account: AccountSettings }) {
  const mayManage = useMayManage();
  const save = useChangeAccount();
  const form = useForm<Values>({
    initialValues: {
      name: account.name,
      timezone: account.timezone,
      ask: account.approval_above_credits ?? "",
    },
    validate: { name: (name) => (name.trim() === "" ? t("accountForm.nameNeeded") : null) },
  });
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ name, timezone, ask }) => {
        const limit = typeof ask === "number" ? ask : null;
        save.mutate(
          { name: name.trim(), timezone, approval_above_credits: limit },
          {
            onSuccess: () => {
              notifications.show({ message: t("settings.saved") });
            },
          },
        );
      })}
    >
      <Stack gap="md">
        <TextInput
          label={t("accountForm.name")}
          maxLength={120}
          disabled={!mayManage}
          {...form.getInputProps("name")}
        />
        <ZoneSelect
          label={t("accountForm.zone")}
          description={t("accountForm.zone.hint")}
          disabled={!mayManage}
          value={form.values.timezone}
          onChange={(timezone) => {
            form.setFieldValue("timezone", timezone);
          }}
        />
        <NumberInput
          label={t("accountForm.ask")}
          description={t("accountForm.ask.hint")}
          min={0}
          allowDecimal={false}
          disabled={!mayManage}
          {...form.getInputProps("ask")}
        />
        {mayManage ? (
          <Group>
            <Button type="submit" loading={save.isPending}>
              {t("settings.save")}
            </Button>
          </Group>
        ) : (
          <Text size="sm" c="dimmed">
            {t("settings.adminOnly")}
          </Text>
        )}
      </Stack>
    </form>
  );
}

/** What holds for the account as a whole. */
export function AccountCard() {
  const query = useQuery(accountQuery);
  return (
    <Paper p="lg" component="section">
      <Title order={2} size="h4" mb="md">
        {t("accountForm.title")}
      </Title>
      <QueryView query={query} rows={3}>
        {(account) => <AccountForm account={account} />}
      </QueryView>
    </Paper>
  );
}
