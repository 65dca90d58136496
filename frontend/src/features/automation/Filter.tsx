import { NativeSelect } from "@mantine/core";

import { t } from "@/lib/i18n";

import { RULE_TRIGGERS } from "./ruleFilters";

interface Choice {
  value: string;
  label: string;
}

interface FilterProps {
  label: string;
  value: string | null;
  choices: readonly Choice[];
  onChange: (value: string | null) => void;
}

/** One filter: all, or those of one kind. */
export function Filter({ label, value, choices, onChange }: FilterProps) {
  return (
    <NativeSelect
      label={label}
      value={value ?? ""}
      data={[{ value: "", label: t("rules.filter.any") }, ...choices]}
      maw="12rem"
      onChange={(event) => {
        onChange(event.currentTarget.value || null);
      }}
    />
  );
}

export const triggerChoices = (): Choice[] =>
  RULE_TRIGGERS.map((value) => ({ value, label: t(`trigger.${value}`) }));
