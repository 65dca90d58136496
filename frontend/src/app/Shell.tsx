import { AppShell, Box, Burger, Group } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Link, Outlet } from "react-router";

import { Logo } from "@/components/Logo";
import { AccountMenu, SitePicker } from "@/features/account";
import { BalancePill } from "@/features/credits";
import { NoticeBell } from "@/features/notifications";
import { t } from "@/lib/i18n";

import classes from "./Shell.module.css";
import { SideNav } from "./SideNav";
import { ThemeToggle } from "./ThemeToggle";

interface TopBarProps {
  opened: boolean;
  onToggle: () => void;
}

function TopBar({ opened, onToggle }: TopBarProps) {
  return (
    <Group h="100%" px="md" justify="space-between" wrap="nowrap" gap="sm">
      <Group gap="sm" wrap="nowrap" style={{ minWidth: 0 }}>
        <Burger
          opened={opened}
          onClick={onToggle}
          hiddenFrom="sm"
          size="sm"
          aria-label={t(opened ? "nav.close" : "nav.open")}
          aria-expanded={opened}
        />
        <Link to="/rules" style={{ color: "inherit", textDecoration: "none" }}>
          <Logo />
        </Link>
        <Box className={classes.site} visibleFrom="sm">
          <SitePicker />
        </Box>
      </Group>
      <Group gap={4} wrap="nowrap">
        <BalancePill />
        <NoticeBell />
        <ThemeToggle />
        <AccountMenu />
      </Group>
    </Group>
  );
}

/** The frame around every page behind the login: top bar, navigation, content. */
export function Shell() {
  const [opened, { toggle, close }] = useDisclosure(false);
  return (
    <AppShell
      header={{ height: 60 }}
      navbar={{ width: 232, breakpoint: "sm", collapsed: { mobile: !opened } }}
      padding={0}
    >
      <a href="#main" className={classes.skip}>
        {t("app.skip")}
      </a>
      <AppShell.Header className={classes.header}>
        <TopBar opened={opened} onToggle={toggle} />
      </AppShell.Header>
      <AppShell.Navbar className={classes.navbar} p="md" aria-label={t("nav.label")}>
        <Box hiddenFrom="sm" mb="lg">
          <SitePicker />
        </Box>
        <SideNav onNavigate={close} />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        <div className={classes.main}>
          <Outlet />
        </div>
      </AppShell.Main>
    </AppShell>
  );
}
