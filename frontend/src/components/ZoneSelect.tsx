import { Select } from "@mantine/core";
import { useMemo } from "react";

import { t } from "@/lib/i18n";
import { allZones, zoneLabel } from "@/lib/zones";

import { scrollingOptions } from "./dropdown";

interface ZoneSelectProps {
  value: string;
  onChange: (zone: string) => void;
  label?: string;
  hideLabel?: boolean;
  description?: string;
  error?: string | undefined;
  disabled?: boolean;
}

const MOST = 60;

/** A time zone, found by typing a part of its name. */
export function ZoneSelect(props: ZoneSelectProps) {
  const { value, onChange, label = t("zone.label"), hideLabel = false } = props;
  const { description, error, disabled = false } = props;
  const data = useMemo(() => {
    return allZones(value).map((zone) => ({ value: zone, label: zoneLabel(zone) }));
  }, [value]);
  return (
    <Select
      {...(hideLabel ? { "aria-label": label } : { label })}
      {...{ description, error, disabled, data, value }}
      {...scrollingOptions}
      searchable
      allowDeselect={false}
      limit={MOST}
      nothingFoundMessage={t("zone.none")}
      onChange={(zone) => {
        if (zone !== null) onChange(zone);
      }}
    />
  );
}
