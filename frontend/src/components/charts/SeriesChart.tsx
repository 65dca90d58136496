import "@mantine/charts/styles.css";

import { AreaChart, BarChart, LineChart } from "@mantine/charts";

import { ChartFigure } from "./ChartFigure";
import type { ChartRow, Series } from "./types";

interface SeriesChartProps {
  title: string;
  /** What the picture shows, for those who do not see it; the numbers stand in the table. */
  summary: string;
  axisLabel: string;
  rows: readonly ChartRow[];
  series: readonly Series[];
  format: (value: number) => string;
  /** `stack`: bars upon each other over time; `rows`: lying bars beside names. */
  kind: "stack" | "rows" | "area" | "line";
  height?: number;
  /** The values are shares from 0 to 1, not counts. */
  shares?: boolean;
}

const FEW = 3;
const ROW_HEIGHT = 44;
const ROWS_BESIDES = 70;

type PictureProps = Pick<SeriesChartProps, "rows" | "series" | "format" | "kind"> &
  Required<Pick<SeriesChartProps, "height" | "shares">>;

function Picture({ rows, series, format, kind, height, shares }: PictureProps) {
  const common = {
    data: rows.map((row) => ({ ...row })),
    series: series.map((one) => ({ ...one })),
    dataKey: "axis",
    valueFormatter: format,
    withLegend: series.length > 1,
    legendProps: { verticalAlign: "bottom" as const },
    tickLine: "none" as const,
    // The table is what keyboards and screen readers get.
    accessibilityLayer: false,
  };
  if (kind === "rows") {
    return (
      <BarChart
        {...common}
        h={rows.length * ROW_HEIGHT + ROWS_BESIDES}
        orientation="vertical"
        gridAxis="y"
        yAxisProps={{ width: 120 }}
        maxBarWidth={18}
      />
    );
  }
  const overTime = {
    ...common,
    h: height,
    yAxisProps: shares ? { width: 60, domain: [0, 1] } : { width: 60, allowDecimals: false },
    xAxisProps: { minTickGap: 24 },
  };
  if (kind === "stack") return <BarChart {...overTime} type="stacked" maxBarWidth={34} />;
  const dots = { curveType: "monotone" as const, withDots: rows.length < FEW };
  if (kind === "area") return <AreaChart {...overTime} {...dots} />;
  return <LineChart {...overTime} {...dots} withDots connectNulls />;
}

/** Values over time or by name, as a picture or as a table. */
export function SeriesChart({ kind, height = 260, shares = false, ...rest }: SeriesChartProps) {
  const { rows, series, format } = rest;
  return (
    <ChartFigure {...rest}>
      <Picture rows={rows} series={series} format={format} kind={kind} height={height} shares={shares} />
    </ChartFigure>
  );
}
