import { Badge, Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconKey } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { ConfirmDialog } from "@/components/ConfirmDialog";
import { type Column, DataTable } from "@/components/DataTable";
import { OutsideLink } from "@/components/LinkText";
import { Moment } from "@/components/Moment";
import { QueryView } from "@/components/QueryView";
import type { ApiToken } from "@/lib/api";
import { t } from "@/lib/i18n";

import { CreateTokenDialog } from "./CreateTokenDialog";
import { tokensQuery, useChange } from "./queries";
import { settingsApi } from "./settings.api";
import { SigningCard } from "./SigningCard";

const SCHEMA_URL = "/api/v1/schema/?format=json";

function columnsOf(onRevoke: (token: ApiToken) => void): Column<ApiToken>[] {
  return [
    {
      key: "name",
      header: t("tokens.col.name"),
      role: "lead",
      render: ({ name, revoked_at: at }) => (
        <Group gap="xs">
          <Text span fw={600} style={{ overflowWrap: "anywhere" }}>
            {name}
          </Text>
          {at !== null && <Badge color="gray">{t("tokens.revoked")}</Badge>}
        </Group>
      ),
    },
    { key: "prefix", header: t("tokens.col.prefix"), render: ({ prefix }) => <code>{prefix}…</code> },
    { key: "role", header: t("tokens.col.role"), render: ({ role }) => t(`account.role.${role}`) },
    {
      key: "created",
      header: t("tokens.col.created"),
      render: ({ created_at: at }) => <Moment at={at} />,
    },
    { key: "used", header: t("tokens.col.used"), render: ({ last_used_at: at }) => <Moment at={at} /> },
    {
      key: "actions",
      header: t("tokens.col.actions"),
      headerHidden: true,
      align: "end",
      role: "wide",
      render: (token) =>
        token.revoked_at === null && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="red"
            aria-label={t("tokens.revokeNamed", { name: token.name })}
            onClick={() => {
              onRevoke(token);
            }}
          >
            {t("tokens.revoke")}
          </Button>
        ),
    },
  ];
}

function RevokeDialog({ token, onClose }: { token: ApiToken; onClose: () => void }) {
  const { id, name } = token;
  const revoke = useChange(settingsApi.revokeToken);
  return (
    <ConfirmDialog
      opened
      title={t("tokens.revoke.title", { name })}
      text={t("tokens.revoke.text")}
      confirm={t("tokens.revoke")}
      pending={revoke.isPending}
      onClose={onClose}
      onConfirm={() => {
        revoke.mutate(id, {
          onSuccess: () => {
            notifications.show({ message: t("tokens.revoked.done", { name }) });
            onClose();
          },
        });
      }}
    />
  );
}

function Tokens({ tokens }: { tokens: readonly ApiToken[] }) {
  const [revoking, setRevoking] = useState<ApiToken | null>(null);
  if (tokens.length === 0) {
    return (
      <Paper p="lg">
        <Text c="dimmed">{t("tokens.empty")}</Text>
      </Paper>
    );
  }
  return (
    <>
      <DataTable
        label={t("tokens.title")}
        rows={tokens}
        columns={columnsOf(setRevoking)}
        rowKey={({ id }) => id}
      />
      {revoking !== null && (
        <RevokeDialog
          token={revoking}
          onClose={() => {
            setRevoking(null);
          }}
        />
      )}
    </>
  );
}

/** The tokens of programs: made, seen once, revoked. */
export function TokensPage() {
  const query = useQuery(tokensQuery);
  const [creating, { open, close }] = useDisclosure(false);
  return (
    <section>
      <Group justify="space-between" align="flex-start" mb="md">
        <Stack gap={4} style={{ flex: "1 1 18rem" }}>
          <Title order={2} size="h3">
            {t("tokens.title")}
          </Title>
          <Text c="dimmed" component="div">
            {t("tokens.lead")}{" "}
            <OutsideLink href={SCHEMA_URL} underline="always">
              {t("tokens.docs")}
            </OutsideLink>
          </Text>
        </Stack>
        <Button leftSection={<IconKey size={17} aria-hidden />} onClick={open}>
          {t("tokens.create")}
        </Button>
      </Group>
      <QueryView query={query} rows={3}>
        {(tokens) => <Tokens tokens={tokens} />}
      </QueryView>
      {creating && <CreateTokenDialog onClose={close} />}
      <SigningCard />
    </section>
  );
}
