import { Badge, NavLink, Stack, Text } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { Link, useLocation } from "react-router";

import { useCurrentSite } from "@/features/account";
import { usePendingApprovals } from "@/features/approvals";
import { formatNumber } from "@/lib/format";
import { t } from "@/lib/i18n";

import { navigation, type NavItem } from "./navigation";
import classes from "./Shell.module.css";

function WaitingApprovals() {
  const count = usePendingApprovals();
  if (count === 0) return null;
  return (
    <Badge size="sm" radius="xl" color="ember">
      <span aria-hidden>{formatNumber(count)}</span>
      <span className="visually-hidden">{t("nav.approvals.waiting", { count })}</span>
    </Badge>
  );
}

function Item({ item, onNavigate }: { item: NavItem; onNavigate: () => void }) {
  const { pathname } = useLocation();
  const active = pathname === item.to || pathname.startsWith(`${item.to}/`);
  const Icon = item.icon;
  return (
    <NavLink
      component={Link}
      to={item.to}
      active={active}
      aria-current={active ? "page" : undefined}
      label={t(item.label)}
      leftSection={<Icon size={19} stroke={1.7} aria-hidden />}
      rightSection={item.counts && <WaitingApprovals />}
      className={classes.navLink}
      onClick={onNavigate}
    />
  );
}

function PreviewLink() {
  const site = useCurrentSite();
  if (site === null) return null;
  return (
    <NavLink
      component="a"
      href={`/preview/${encodeURIComponent(site.id)}/`}
      target="_blank"
      rel="noreferrer"
      label={t("nav.preview")}
      aria-label={`${t("nav.preview")} (${t("link.newTab")})`}
      leftSection={<IconExternalLink size={19} stroke={1.7} aria-hidden />}
      className={classes.navLink}
    />
  );
}

export function SideNav({ onNavigate }: { onNavigate: () => void }) {
  return (
    <Stack gap="sm">
      {navigation.map((group) => (
        <Stack key={group.label} gap={1}>
          <Text className={classes.navGroup}>{t(group.label)}</Text>
          {group.items.map((item) => (
            <Item key={item.to} item={item} onNavigate={onNavigate} />
          ))}
        </Stack>
      ))}
      <PreviewLink />
    </Stack>
  );
}
