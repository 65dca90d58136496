import { Menu, useMantineColorScheme } from "@mantine/core";
import { IconCheck, IconDeviceDesktop, IconMoon, IconSun, type TablerIcon } from "@tabler/icons-react";

import { t } from "@/lib/i18n";

const SCHEMES = ["auto", "light", "dark"] as const;

const ICONS: Readonly<Record<(typeof SCHEMES)[number], TablerIcon>> = {
  auto: IconDeviceDesktop,
  light: IconSun,
  dark: IconMoon,
};

/** The themes as items of a menu. */
export function ThemeItems() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return SCHEMES.map((scheme) => {
    const Icon = ICONS[scheme];
    return (
      <Menu.Item
        key={scheme}
        role="menuitemradio"
        aria-checked={colorScheme === scheme}
        closeMenuOnClick={false}
        leftSection={<Icon size={16} aria-hidden />}
        rightSection={colorScheme === scheme && <IconCheck size={16} aria-hidden />}
        onClick={() => {
          setColorScheme(scheme);
        }}
      >
        {t(`theme.choice.${scheme}`)}
      </Menu.Item>
    );
  });
}
