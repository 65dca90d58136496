import { Button, Group } from "@mantine/core";

import { SearchField } from "@/components/SearchField";
import { useMe } from "@/features/account";
import { t } from "@/lib/i18n";

import { Filter, triggerChoices } from "./Filter";
import { isFiltered, RULE_STATUSES, type RuleFilters } from "./ruleFilters";

const statusChoices = () => RULE_STATUSES.map((value) => ({ value, label: t(`ruleStatus.${value}`) }));

interface RulesToolbarProps {
  filters: RuleFilters;
  onChange: (changes: Readonly<Record<string, string | null>>) => void;
}

/** Search and filters of the list of rules. */
export function RulesToolbar({ filters, onChange }: RulesToolbarProps) {
  const sites = useMe()?.sites ?? [];
  const set = (name: string) => (value: string | null) => {
    onChange({ [name]: value });
  };
  return (
    <Group align="flex-end" gap="sm" mb="md">
      <SearchField
        label={t("rules.search")}
        initial={filters.search}
        mb={0}
        onSearch={(text) => {
          onChange({ q: text });
        }}
      />
      <Filter
        label={t("rules.filter.status")}
        value={filters.status}
        choices={statusChoices()}
        onChange={set("status")}
      />
      <Filter
        label={t("rules.filter.trigger")}
        value={filters.trigger}
        choices={triggerChoices()}
        onChange={set("trigger")}
      />
      {sites.length > 1 && (
        <Filter
          label={t("rules.filter.site")}
          value={filters.site}
          choices={sites.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={set("site")}
        />
      )}
      {isFiltered(filters) && <ClearFilters onChange={onChange} />}
    </Group>
  );
}

/** Back to all rules. */
export function ClearFilters({ onChange }: Pick<RulesToolbarProps, "onChange">) {
  return (
    <Button
      variant="subtle"
      onClick={() => {
        onChange({ q: null, status: null, trigger: null, site: null });
      }}
    >
      {t("rules.filter.clear")}
    </Button>
  );
}
