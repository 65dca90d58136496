import { useEffect, useRef } from "react";
import { NavLink, Outlet, useLocation } from "react-router";

import { PageHeader } from "@/components/PageHeader";
import { useMayManage } from "@/features/account";
import { type PlainKey, t } from "@/lib/i18n";

import classes from "./settings.module.css";

interface Section {
  to: string;
  label: PlainKey;
  /** Only for owners and admins. */
  managed?: boolean;
}

const SECTIONS: readonly Section[] = [
  { to: "/settings", label: "settings.general" },
  { to: "/settings/sites", label: "settings.sites" },
  { to: "/settings/members", label: "settings.members" },
  { to: "/settings/ai", label: "settings.ai" },
  { to: "/settings/tokens", label: "settings.tokens", managed: true },
  { to: "/settings/audit", label: "settings.audit", managed: true },
];

/** On a phone the row of sections scrolls: the one that is shown is brought into sight. */
function useInSight() {
  const { pathname } = useLocation();
  const row = useRef<HTMLElement>(null);
  useEffect(() => {
    const current = row.current?.querySelector("[aria-current=page]");
    current?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [pathname]);
  return row;
}

/** The frame around the settings: what they are about, side by side. */
export function SettingsLayout() {
  const mayManage = useMayManage();
  const row = useInSight();
  return (
    <>
      <PageHeader title={t("settings.title")} lead={t("settings.lead")} />
      <nav ref={row} aria-label={t("settings.nav")} className={classes.nav}>
        {SECTIONS.filter(({ managed }) => mayManage || managed !== true).map(({ to, label }) => (
          <NavLink key={to} to={to} end className={classes.tab ?? ""}>
            {t(label)}
          </NavLink>
        ))}
      </nav>
      <Outlet />
    </>
  );
}
