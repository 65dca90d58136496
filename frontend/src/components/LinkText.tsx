import { Anchor, type AnchorProps } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Link } from "react-router";

import { t } from "@/lib/i18n";

interface LinkTextProps extends AnchorProps {
  to: string;
  children: ReactNode;
  "aria-label"?: string;
  onClick?: () => void;
}

export function LinkText({ to, children, ...rest }: LinkTextProps) {
  return (
    <Anchor component={Link} to={to} {...rest}>
      {children}
    </Anchor>
  );
}

interface OutsideLinkProps extends AnchorProps {
  href: string;
  label?: string;
  children: ReactNode;
}

/** A link that leaves the studio: opens in a new tab and says so. */
export function OutsideLink({ href, label, children, ...rest }: OutsideLinkProps) {
  const spoken = label === undefined ? undefined : `${label} (${t("link.newTab")})`;
  return (
    <Anchor href={href} target="_blank" rel="noreferrer" aria-label={spoken} {...rest}>
      {children} <IconExternalLink size={14} aria-hidden style={{ verticalAlign: "-2px" }} />
    </Anchor>
  );
}

/** The address if it is http(s) or a path of this server; null for anything else. */
export function safeHref(url: string | null | undefined): string | null {
  if (!url) return null;
  if (url.startsWith("/") && !url.startsWith("//")) return url;
  return /^https?:\/\//i.test(url) ? url : null;
}
