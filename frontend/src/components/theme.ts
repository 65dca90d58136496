import {
  Badge,
  Button,
  createTheme,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  Notification,
  Paper,
  Popover,
  Tooltip,
} from "@mantine/core";

import { t } from "@/lib/i18n";

const pine: MantineColorsTuple = [
  "#edf7f4",
  "#d8ede7",
  "#b2dcd0",
  "#88c9b8",
  "#62b7a2",
  "#43a089",
  "#1f7f6c",
  "#12685c",
  "#0d554b",
  "#083f38",
];

const ember: MantineColorsTuple = [
  "#fff4e8",
  "#ffe7cf",
  "#ffcd9e",
  "#ffb26a",
  "#fb9a40",
  "#ee8524",
  "#cf6a10",
  "#a45209",
  "#824107",
  "#603004",
];

const ink: MantineColorsTuple = [
  "#e2e9e6",
  "#c0ccc8",
  "#9aaaa5",
  "#6f807b",
  "#41504c",
  "#303c39",
  "#1c2624",
  "#121a19",
  "#0d1413",
  "#080d0c",
];

export const theme = createTheme({
  colors: { pine, ember, dark: ink },
  primaryColor: "pine",
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  defaultRadius: "md",
  fontFamily: '"Figtree Variable", system-ui, -apple-system, "Segoe UI", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace',
  headings: { fontWeight: "650", sizes: { h1: { fontSize: "1.75rem", lineHeight: "1.2" } } },
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Badge: Badge.extend({
      // As wide as its word: by itself a badge shrinks to dots in a narrow table column.
      defaultProps: { variant: "light", radius: "sm", tt: "none", fw: 600, miw: "max-content" },
      styles: { root: { verticalAlign: "middle" } },
    }),
    Button: Button.extend({ defaultProps: { fw: 600 } }),
    // Not by its `extend`, which would load dialogs with the first page.
    Modal: {
      // Its header is the dialog's, not a second banner of the page.
      defaultProps: { radius: "lg", attributes: { header: { role: "presentation" } } },
      styles: { header: { background: "var(--surface)" }, title: { fontWeight: 650 } },
    },
    Notification: Notification.extend({
      defaultProps: { closeButtonProps: { "aria-label": t("action.close") } },
    }),
    Paper: Paper.extend({ defaultProps: { withBorder: true, radius: "lg", bg: "var(--surface)" } }),
    Popover: Popover.extend({ defaultProps: { shadow: "md", radius: "lg" } }),
    Tooltip: Tooltip.extend({ defaultProps: { withArrow: true, openDelay: 300 } }),
  },
});

const TINTED = ["pine", "ember", "red", "blue", "gray", "green"] as const;

/** In the dark the kit's "light" variants are solid and shout; these are tints of the same colours. */
function darkTints(): Record<string, string> {
  return Object.fromEntries(
    TINTED.flatMap((color) => [
      [
        `--mantine-color-${color}-light`,
        `color-mix(in srgb, var(--mantine-color-${color}-5) 17%, transparent)`,
      ],
      [`--mantine-color-${color}-light-color`, `var(--mantine-color-${color}-2)`],
      [
        `--mantine-color-${color}-light-hover`,
        `color-mix(in srgb, var(--mantine-color-${color}-5) 24%, transparent)`,
      ],
    ]),
  );
}

/** Surfaces and text colours beyond the kit's own; greys are darkened to 4.5:1 on every surface. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-body": "#f6f5f1",
    "--mantine-color-text": "#1b2422",
    "--mantine-color-dimmed": "#59645f",
    "--mantine-color-placeholder": "#6b756f",
    "--mantine-color-default-border": "#e2dfd6",
    "--mantine-color-error": "#b42318",
    "--surface": "#ffffff",
    "--surface-sunken": "#f0eee8",
    "--line": "#e8e5dd",
  },
  dark: {
    ...darkTints(),
    "--mantine-color-dimmed": "#9aaaa5",
    "--mantine-color-placeholder": "#9aaaa5",
    "--mantine-color-default-border": "#2f3b38",
    "--mantine-color-error": "#ff8f85",
    "--surface": "#19221f",
    "--surface-sunken": "#121a19",
    "--line": "#28332f",
  },
});
