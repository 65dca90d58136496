import "@mantine/charts/styles.css";

import { ColorSwatch, Group, Paper, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { Treemap } from "@mantine/charts";
import { useId, useState } from "react";
import { Link } from "react-router";

import type { Cluster } from "@/lib/api";
import { formatNumber } from "@/lib/format";
import { t } from "@/lib/i18n";

import { INTENT_COLORS, INTENTS } from "./badges";
import classes from "./clusters.module.css";

type Size = "keywords" | "demand";

/** What recharts hands to a tile, the datum among it. */
interface TileProps {
  x?: number;
  y?: number;
  width?: number;
  height?: number;
  depth?: number;
  name?: string;
  value?: number;
  id?: string;
  tone?: string;
}

const ROOM_FOR_NAME = { width: 36, height: 26 };
const LINE_PX = 17;
const PADDING_PX = 10;

/** One cluster. The table below the picture has the same links for the keyboard. */
function Tile({ x = 0, y = 0, width = 0, height = 0, depth = 0, ...datum }: TileProps) {
  const { id = "", name = "", value = 0, tone = "gray" } = datum;
  if (depth === 0) return null;
  const named = width > ROOM_FOR_NAME.width && height > ROOM_FOR_NAME.height;
  const lines = Math.floor((height - PADDING_PX) / LINE_PX);
  return (
    <Link
      to={`/clusters/${id}`}
      tabIndex={-1}
      className={`${classes.tile} ${classes.toned}`}
      data-tone={tone}
    >
      <rect x={x} y={y} width={width} height={height} />
      <title>{t("clusters.tile", { name, number: formatNumber(value) })}</title>
      {named && (
        <foreignObject x={x} y={y} width={width} height={height}>
          <div className={classes.tileText}>
            <span style={{ WebkitLineClamp: Math.max(1, lines - 1) }}>{name}</span>
            {lines > 1 && <small>{formatNumber(value)}</small>}
          </div>
        </foreignObject>
      )}
    </Link>
  );
}

function Legend() {
  return (
    <Group gap="md" aria-hidden>
      {INTENTS.map((intent) => (
        <Group key={intent} gap={6}>
          <ColorSwatch
            size={12}
            className={classes.toned ?? ""}
            data-tone={INTENT_COLORS[intent]}
            color="var(--tone)"
          />
          <Text size="sm" c="dimmed">
            {t(`intent.${intent}`)}
          </Text>
        </Group>
      ))}
    </Group>
  );
}

const sizeOf = (cluster: Cluster, size: Size) =>
  size === "keywords" ? cluster.keyword_count : cluster.demand;

/** The clusters as areas, as large as what they hold, coloured by what people want who search so. */
export function ClusterMap({ clusters, count }: { clusters: readonly Cluster[]; count: number }) {
  const [size, setSize] = useState<Size>("keywords");
  const headingId = useId();
  const data = clusters
    .filter((cluster) => sizeOf(cluster, size) > 0)
    .map((cluster) => ({
      id: cluster.id,
      name: cluster.name,
      value: sizeOf(cluster, size),
      tone: cluster.intent === "" ? "gray" : INTENT_COLORS[cluster.intent],
    }));
  return (
    <Paper component="section" aria-labelledby={headingId} p="lg" mb="lg">
      <Stack gap="md">
        <Group justify="space-between" gap="sm">
          <Title order={2} size="h3" id={headingId}>
            {t("clusters.map")}
          </Title>
          <SegmentedControl
            size="xs"
            aria-label={t("clusters.map.by")}
            value={size}
            data={[
              { value: "keywords", label: t("clusters.map.keywords") },
              { value: "demand", label: t("clusters.map.demand") },
            ]}
            onChange={(value) => {
              setSize(value);
            }}
          />
        </Group>
        <p className="visually-hidden">{t("clusters.map.alt", { count: data.length })}</p>
        <div aria-hidden>
          <Treemap data={data} height={300} withTooltip={false} treemapProps={{ content: <Tile /> }} />
        </div>
        <Group justify="space-between" gap="sm">
          <Legend />
          {count > data.length && (
            <Text size="sm" c="dimmed">
              {t("clusters.map.largest", { shown: data.length, count })}
            </Text>
          )}
        </Group>
      </Stack>
    </Paper>
  );
}
