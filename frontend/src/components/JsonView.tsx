import { Box, Text } from "@mantine/core";

import { t } from "@/lib/i18n";

import classes from "./JsonView.module.css";

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

interface JsonViewProps {
  label: string;
  value: unknown;
}

/** A recorded value behind a fold. The browser's own `details` needs no script and no state. */
export function JsonView({ label, value }: JsonViewProps) {
  return (
    <Box component="details" className={classes.fold}>
      <summary className={classes.summary}>{label}</summary>
      {isEmpty(value) ? (
        <Text size="sm" c="dimmed" p="sm">
          {t("step.none")}
        </Text>
      ) : (
        // Focusable, because a region that scrolls must be reachable by keyboard.
        <pre className={classes.code} role="region" tabIndex={0} aria-label={label}>
          {JSON.stringify(value, null, 2)}
        </pre>
      )}
    </Box>
  );
}
