import { AppShell, Box, Burger, Group, ScrollArea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Link, Outlet } from "react-router";

import { Logo } from "@/components/Logo";
import { AccountMenu, SitePicker } from "@/features/account";
import { BalancePill } from "@/features/credits";
import { NoticeBell } from "@/features/notifications";
import { GlobalSearch } from "@/features/search";
import { t } from "@/lib/i18n";
import { useFormatKey } from "@/lib/preferences";

import { places } from "./navigation";
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
        <Link to="/rules" className={classes.home} aria-label={t("app.name")}>
          <Logo markOnPhone />
        </Link>
        <Box className={classes.site} visibleFrom="sm">
          <SitePicker />
        </Box>
      </Group>
      <Group gap={4} wrap="nowrap" className={classes.tools}>
        <GlobalSearch places={places} />
        <BalancePill />
        <NoticeBell />
        <Box visibleFrom="sm">
          <ThemeToggle />
        </Box>
        <AccountMenu />
      </Group>
    </Group>
  );
}

/** The frame around every page behind the login: top bar, navigation, content. */
export function Shell() {
  const [opened, { toggle, close }] = useDisclosure(false);
  const formatKey = useFormatKey();
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
        <AppShell.Section grow component={ScrollArea} type="auto" scrollbarSize={8} mx="-xs" px="xs">
          <SideNav onNavigate={close} />
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        <div className={classes.main}>
          {/* Dates and numbers are written when a page is drawn: in another way, it is drawn anew. */}
          <Outlet key={formatKey} />
        </div>
      </AppShell.Main>
    </AppShell>
  );
}
