import { type MantineColorScheme, SegmentedControl, useMantineColorScheme } from "@mantine/core";

import { t } from "@/lib/i18n";

const SCHEMES = ["auto", "light", "dark"] as const satisfies readonly MantineColorScheme[];

/** Light, dark, or as the device has it. */
export function ThemeChoice() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SegmentedControl<MantineColorScheme>
      aria-label={t("theme.label")}
      value={colorScheme}
      data={SCHEMES.map((value) => ({ value, label: t(`theme.choice.${value}`) }))}
      onChange={setColorScheme}
    />
  );
}
