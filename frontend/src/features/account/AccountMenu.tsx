import { Avatar, Menu, Text, UnstyledButton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconKey, IconLogout, IconSettings, IconUser } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";

import type { Me } from "@/lib/api";
import { t } from "@/lib/i18n";

import { accountApi } from "./account.api";
import { meQuery, useMe } from "./session";
import { ThemeItems } from "./ThemeItems";

function useLogout() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: accountApi.logout,
    onSuccess: () => {
      client.setQueryData(meQuery.queryKey, null);
      // The next person on this machine must not see what the last one had loaded.
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== meQuery.queryKey[0] });
    },
    onError: (error) => {
      notifications.show({ color: "red", title: t("account.logoutFailed"), message: error.message });
    },
  });
}

function displayName(me: Me): string {
  return me.name === "" ? (me.email ?? me.account.name) : me.name;
}

export function AccountMenu() {
  const me = useMe();
  const logout = useLogout();
  if (me === null) return null;
  const name = displayName(me);
  return (
    <Menu position="bottom-end" width={250} shadow="md" radius="lg">
      <Menu.Target>
        <UnstyledButton aria-label={t("account.menu", { name })} style={{ borderRadius: "50%" }}>
          <Avatar color="pine" radius="xl" size={36} aria-hidden>
            <IconUser size={20} stroke={1.7} />
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text fw={600} c="var(--mantine-color-text)" truncate>
            {name}
          </Text>
          <Text size="xs" truncate>
            {me.email}
          </Text>
          <Text size="xs" mt={4}>
            {`${me.account.name} · ${t(`account.role.${me.role}`)}`}
          </Text>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item component={Link} to="/settings" leftSection={<IconSettings size={16} aria-hidden />}>
          {t("account.settings")}
        </Menu.Item>
        <Menu.Item
          component={Link}
          to="/settings/tokens"
          leftSection={<IconKey size={16} aria-hidden />}
        >
          {t("account.tokens")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t("theme.label")}</Menu.Label>
        <ThemeItems />
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLogout size={16} aria-hidden />}
          onClick={() => {
            logout.mutate();
          }}
        >
          {t("account.logout")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
