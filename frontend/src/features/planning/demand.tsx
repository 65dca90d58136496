import { Text, Tooltip } from "@mantine/core";

import type { Cluster, Keyword } from "@/lib/api";
import { formatNumber } from "@/lib/format";
import { t } from "@/lib/i18n";

import classes from "./planning.module.css";

/** What the number that orders keywords counts. */
export type Measure = "searches" | "impressions" | "unknown";

type Numbers = Pick<Keyword, "volume" | "impressions">;

/**
 * Exports of Search Console have no search volume: they say how often the site was shown, which is
 * something else. Both may be known; searches count then, as they do for the server.
 */
export function measureOf({ volume, impressions }: Numbers): Measure {
  if (volume !== null) return "searches";
  return impressions === null ? "unknown" : "impressions";
}

interface CountedProps {
  number: string;
  unit: string;
  /** What the unit is, for those who wonder. */
  explained?: string;
}

function Counted({ number, unit, explained }: CountedProps) {
  const shown = (
    <span className={classes.demand}>
      {number}{" "}
      <Text span size="xs" c="dimmed">
        {unit}
      </Text>
    </span>
  );
  if (explained === undefined) return shown;
  return (
    <Tooltip label={explained} multiline w={300}>
      {shown}
    </Tooltip>
  );
}

/** The number with what it counts in words. */
export function DemandNumber({ of }: { of: Numbers }) {
  const measure = measureOf(of);
  if (measure === "unknown") return <Unknown />;
  const number = formatNumber((measure === "searches" ? of.volume : of.impressions) ?? 0);
  if (measure === "searches") return <Counted number={number} unit={t("demand.searches")} />;
  return (
    <Counted number={number} unit={t("demand.impressions")} explained={t("demand.impressions.text")} />
  );
}

export function Unknown() {
  return (
    <Text span size="sm" c="dimmed">
      {t("keywords.unknown")}
    </Text>
  );
}

/** How a cluster's sum came about: searches, impressions, or keywords of both kinds added up. */
export function clusterMeasure({ volume, impressions, demand }: Cluster): Measure | "mixed" {
  if (volume === null) return impressions === null ? "unknown" : "impressions";
  return demand > volume ? "mixed" : "searches";
}

/** The sum over a cluster's keywords, with what was added up. */
export function ClusterDemand({ cluster }: { cluster: Cluster }) {
  const measure = clusterMeasure(cluster);
  if (measure === "mixed") {
    return (
      <Counted
        number={formatNumber(cluster.demand)}
        unit={t("demand.mixed")}
        explained={t("demand.mixed.text")}
      />
    );
  }
  return <DemandNumber of={cluster} />;
}
