import { Group, Text } from "@mantine/core";

import { t } from "@/lib/i18n";

import classes from "./automation.module.css";
import type { Connection } from "./runFollower";

/** How fresh the page is; silent once the run is over. */
export function ConnectionNote({ connection }: { connection: Connection }) {
  if (connection === "ended") return null;
  return (
    <Group gap={8} c="dimmed" role="status">
      <span className={classes.dot} data-connection={connection} aria-hidden />
      <Text size="sm">{t(`run.${connection}`)}</Text>
    </Group>
  );
}
