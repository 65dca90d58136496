import { Button, Group, Paper, Text } from "@mantine/core";
import type { ReactNode } from "react";

import { t } from "@/lib/i18n";

import classes from "./DataTable.module.css";

interface SelectionBarProps {
  count: number;
  onClear: () => void;
  /** Buttons for what can be done with the rows that are chosen. */
  children: ReactNode;
}

/** How many rows are chosen and what can be done with them; stays in sight at the foot of the page. */
export function SelectionBar({ count, onClear, children }: SelectionBarProps) {
  return (
    <>
      <span className="visually-hidden" role="status">
        {count > 0 && t("table.selected", { count })}
      </span>
      {count > 0 && (
        <Paper
          className={classes.bar}
          component="section"
          aria-label={t("table.withSelected")}
          shadow="md"
        >
          <Group justify="space-between" gap="xs">
            <Group gap="xs">
              <Text fw={650}>{t("table.selected", { count })}</Text>
              <Button size="compact-sm" variant="subtle" onClick={onClear}>
                {t("table.clearSelection")}
              </Button>
            </Group>
            <Group gap="xs">{children}</Group>
          </Group>
        </Paper>
      )}
    </>
  );
}
