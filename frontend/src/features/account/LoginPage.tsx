import { Box, Group, List, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { IconCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Navigate, useLocation } from "react-router";

import { Logo } from "@/components/Logo";
import { t } from "@/lib/i18n";

import { LoginForm } from "./LoginForm";
import classes from "./LoginPage.module.css";
import { meQuery } from "./session";

const POINTS = ["login.point.1", "login.point.2", "login.point.3"] as const;

/** The page that was asked for before the login page came between. */
function origin(state: unknown): string {
  if (typeof state !== "object" || state === null || !("from" in state)) return "/";
  return typeof state.from === "string" ? state.from : "/";
}

function Pitch() {
  return (
    <Stack gap="xl" justify="center" className={classes.pitch}>
      <Text component="p" className={classes.claim}>
        {t("login.lead")}
      </Text>
      <List center spacing="sm" icon={<IconCheck size={18} aria-hidden />} className={classes.points}>
        {POINTS.map((key) => (
          <List.Item key={key}>{t(key)}</List.Item>
        ))}
      </List>
    </Stack>
  );
}

export function LoginPage() {
  const me = useQuery(meQuery);
  const location = useLocation();
  useDocumentTitle(t("app.title", { page: t("login.title") }));
  if (me.data) return <Navigate to={origin(location.state)} replace />;
  return (
    <Box component="main" className={classes.page}>
      <Pitch />
      <Group justify="center" align="center" p="lg">
        <Stack w="100%" maw="23rem" gap="lg">
          <Logo size={38} />
          <Title order={1}>{t("login.title")}</Title>
          <LoginForm />
          <Text size="sm" c="dimmed">
            {t("login.demo")}
          </Text>
        </Stack>
      </Group>
    </Box>
  );
}
