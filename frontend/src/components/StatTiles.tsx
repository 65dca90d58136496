import { Paper, Text } from "@mantine/core";
import type { ReactNode } from "react";

import classes from "./StatTiles.module.css";

export interface Stat {
  label: string;
  value: ReactNode;
  hint?: ReactNode;
}

/** A few numbers that matter, side by side. */
export function StatTiles({ label, stats }: { label: string; stats: readonly Stat[] }) {
  return (
    <section aria-label={label}>
      <dl className={classes.tiles}>
        {stats.map(({ label: name, value, hint }) => (
          <Paper key={name} className={classes.tile} component="div">
            <dt className={classes.name}>{name}</dt>
            <dd className={classes.value}>{value}</dd>
            {hint !== undefined && (
              <Text component="dd" size="sm" c="dimmed" m={0}>
                {hint}
              </Text>
            )}
          </Paper>
        ))}
      </dl>
    </section>
  );
}
