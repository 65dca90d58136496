import { Group, Text } from "@mantine/core";

import { t } from "@/lib/i18n";

interface LogoProps {
  size?: number;
  /** On a phone the mark alone: its bar has no room for the name. */
  markOnPhone?: boolean;
}

export function Logo({ size = 30, markOnPhone = false }: LogoProps) {
  return (
    <Group gap={10} wrap="nowrap">
      <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" style={{ flexShrink: 0 }}>
        <rect width="32" height="32" rx="9" fill="#12685c" />
        <path
          fill="#ffd9a8"
          d="M17.6 5.5c.6 4.2-1.3 6.1-3.5 8.3-2 2-4.1 4.2-4.1 7.4 0 3.4 2.7 5.8 6.1 5.8s6.1-2.5 6.1-6.1c0-2-.8-3.7-1.9-5.1-.3 1.4-1 2.3-2.1 2.9.7-4.7-.2-9.8-.6-13.2Z"
        />
        <circle cx="16.1" cy="21.6" r="2.5" fill="#12685c" />
      </svg>
      <Text
        component="span"
        fw={750}
        fz="1.15rem"
        style={{ letterSpacing: "-0.02em" }}
        {...(markOnPhone && { visibleFrom: "sm" })}
      >
        {t("app.name")}
      </Text>
    </Group>
  );
}
