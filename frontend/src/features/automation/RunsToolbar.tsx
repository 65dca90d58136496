import { Box, Button, Group, SegmentedControl, TextInput } from "@mantine/core";
import { useEffect } from "react";

import { SearchField } from "@/components/SearchField";
import type { RunStatus } from "@/lib/api";
import { t } from "@/lib/i18n";

import { useAutomationStore } from "./automationStore";
import { Filter, triggerChoices } from "./Filter";
import { isFiltered, NO_FILTERS, type RunFilters } from "./runFilters";

const OFFERED: readonly RunStatus[] = [
  "running",
  "waiting",
  "completed",
  "failed",
  "skipped",
  "cancelled",
];

interface RunsToolbarProps {
  filters: RunFilters;
  onChange: (changes: Readonly<Record<string, string | null>>) => void;
}

function StatusFilter({ filters, onChange }: RunsToolbarProps) {
  const choices = [
    { value: "all", label: t("runs.filter.all") },
    ...OFFERED.map((value) => ({ value, label: t(`runStatus.${value}`) })),
  ];
  return (
    <Box mb="md" style={{ overflowX: "auto" }}>
      <SegmentedControl
        bg="var(--surface-sunken)"
        aria-label={t("runs.filter.label")}
        value={filters.status ?? "all"}
        data={choices}
        onChange={(value) => {
          onChange({ status: value === "all" ? null : value });
        }}
      />
    </Box>
  );
}

/** The rules to choose from; a rule that is deleted can still be asked for by its address. */
function useRuleChoices(chosen: string | null) {
  const rules = useAutomationStore((state) => state.rules);
  const rulesLoaded = useAutomationStore((state) => state.rulesLoaded);
  const refreshRules = useAutomationStore((state) => state.refreshRules);
  useEffect(() => {
    if (!rulesLoaded) void refreshRules();
  }, [rulesLoaded, refreshRules]);
  const choices = rules.map(({ id, name }) => ({ value: id, label: name }));
  if (chosen === null || choices.some(({ value }) => value === chosen)) return choices;
  return [...choices, { value: chosen, label: t("runs.filter.ruleGone") }];
}

interface DayProps {
  label: string;
  value: string | null;
  min?: string | null;
  max?: string | null;
  onChange: (day: string | null) => void;
}

function Day({ label, value, min, max, onChange }: DayProps) {
  return (
    <TextInput
      type="date"
      label={label}
      value={value ?? ""}
      {...(min && { min })}
      {...(max && { max })}
      onChange={(event) => {
        onChange(event.currentTarget.value || null);
      }}
    />
  );
}

function Dates({ filters, onChange }: RunsToolbarProps) {
  return (
    <>
      <Day
        label={t("runs.filter.since")}
        value={filters.since}
        max={filters.until}
        onChange={(since) => {
          onChange({ since });
        }}
      />
      <Day
        label={t("runs.filter.until")}
        value={filters.until}
        min={filters.since}
        onChange={(until) => {
          onChange({ until });
        }}
      />
    </>
  );
}

function OtherFilters({ filters, onChange }: RunsToolbarProps) {
  return (
    <>
      <Filter
        label={t("runs.filter.rule")}
        value={filters.rule}
        choices={useRuleChoices(filters.rule)}
        onChange={(rule) => {
          onChange({ rule });
        }}
      />
      <Filter
        label={t("runs.filter.trigger")}
        value={filters.trigger}
        choices={triggerChoices()}
        onChange={(trigger) => {
          onChange({ trigger });
        }}
      />
      <Dates filters={filters} onChange={onChange} />
    </>
  );
}

/** Which runs to show; any change goes back to the first page. */
export function RunsToolbar({ filters, onChange }: RunsToolbarProps) {
  const change: RunsToolbarProps["onChange"] = (changes) => {
    onChange({ page: null, ...changes });
  };
  return (
    <>
      <StatusFilter filters={filters} onChange={change} />
      <Group align="flex-end" gap="sm" mb="md">
        <SearchField
          label={t("runs.search")}
          initial={filters.search}
          mb={0}
          maw="17rem"
          onSearch={(text) => {
            change({ q: text });
          }}
        />
        <OtherFilters filters={filters} onChange={change} />
        {isFiltered(filters) && <ClearRunFilters onChange={onChange} />}
      </Group>
    </>
  );
}

/** Back to all runs. */
export function ClearRunFilters({ onChange }: Pick<RunsToolbarProps, "onChange">) {
  return (
    <Button
      variant="subtle"
      onClick={() => {
        onChange(NO_FILTERS);
      }}
    >
      {t("runs.filter.clear")}
    </Button>
  );
}
