import { Group, Paper, SegmentedControl, Title } from "@mantine/core";
import { type ReactNode, useId, useState } from "react";

import { t } from "@/lib/i18n";

import classes from "./charts.module.css";
import type { ChartRow, Series } from "./types";

interface ChartFigureProps {
  title: string;
  summary: string;
  axisLabel: string;
  rows: readonly ChartRow[];
  series: readonly Series[];
  format: (value: number) => string;
  children: ReactNode;
}

type View = "picture" | "table";

const shown = (value: string | number | null | undefined, format: (value: number) => string): string =>
  typeof value === "number" ? format(value) : (value ?? "–");

function NumbersTable(props: Omit<ChartFigureProps, "children" | "summary">) {
  const { title, axisLabel, rows, series, format } = props;
  return (
    // Focusable, because a region that scrolls must be reachable by keyboard.
    <div className={classes.scroll} role="region" tabIndex={0} aria-label={title}>
      <table className={classes.table}>
        <caption className="visually-hidden">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{axisLabel}</th>
            {series.map(({ name, label }) => (
              <th key={name} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.axis}>
              <th scope="row">{row.axis}</th>
              {series.map(({ name }) => (
                <td key={name}>{shown(row[name], format)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A picture of numbers, with the same numbers as a table beside it. */
export function ChartFigure({ children, summary, ...rest }: ChartFigureProps) {
  const [view, setView] = useState<View>("picture");
  const titleId = useId();
  return (
    <Paper component="section" p={{ base: "md", sm: "lg" }} aria-labelledby={titleId}>
      <Group justify="space-between" gap="xs" mb="md">
        <Title order={2} size="h4" id={titleId}>
          {rest.title}
        </Title>
        <SegmentedControl<View>
          size="xs"
          aria-label={t("chart.view", { title: rest.title })}
          value={view}
          data={[
            { value: "picture", label: t("chart.picture") },
            { value: "table", label: t("chart.table") },
          ]}
          onChange={setView}
        />
      </Group>
      {view === "table" ? (
        <NumbersTable {...rest} />
      ) : (
        <div role="img" aria-label={summary}>
          {children}
        </div>
      )}
    </Paper>
  );
}
