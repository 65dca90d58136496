import { Alert, Button } from "@mantine/core";
import { useInterval } from "@mantine/hooks";
import { IconListSearch, IconPlus } from "@tabler/icons-react";
import { useEffect, useMemo } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";

import { DataTable } from "@/components/DataTable";
import { PageHeader } from "@/components/PageHeader";
import { EmptyState, ErrorState, LoadingList } from "@/components/states";
import { useSelection } from "@/components/useSelection";
import { useMayRun } from "@/features/account";
import { StartCard } from "@/features/start";
import { NewFromTemplate } from "@/features/templates";
import type { AutomationRule } from "@/lib/api";
import { t } from "@/lib/i18n";

import { useAutomationStore } from "./automationStore";
import { ruleColumns } from "./ruleColumns";
import { filtersIn, isFiltered, shownRules } from "./ruleFilters";
import { RulesBulk } from "./RulesBulk";
import { RulesEmpty } from "./RulesEmpty";
import { ClearFilters, RulesToolbar } from "./RulesToolbar";
import { useTriggerWords } from "./triggerWords";
import { useUrlFilters } from "./useUrlFilters";

/** Runs come and go while somebody looks at the list. */
const REFRESH_MS = 20_000;

const keyOf = ({ id }: AutomationRule) => id;
const nameOf = ({ name }: AutomationRule) => name;

function useShown() {
  const rules = useAutomationStore((state) => state.rules);
  const leaving = useAutomationStore((state) => state.leaving);
  const { params, change } = useUrlFilters();
  const filters = useMemo(() => filtersIn(params), [params]);
  const shown = useMemo(() => shownRules(rules, leaving, filters), [rules, leaving, filters]);
  return { shown, filters, change, any: rules.some(({ id }) => !leaving.has(id)) };
}

function RulesTable({ shown, filters, change }: Omit<ReturnType<typeof useShown>, "any">) {
  const mayEdit = useMayRun();
  const words = useTriggerWords(shown);
  const columns = useMemo(() => ruleColumns(words), [words]);
  const chosen = useSelection(shown, keyOf);
  return (
    <>
      <DataTable
        label={t("rules.table")}
        rows={shown}
        columns={columns}
        rowKey={keyOf}
        sort={filters.sort}
        onSort={(sort) => {
          change({ sort });
        }}
        {...(mayEdit && {
          selection: { selected: chosen.selected, onChange: chosen.set, nameOf },
        })}
      />
      {mayEdit && <RulesBulk rules={chosen.rows} onDone={chosen.clear} />}
    </>
  );
}

function FoundRules() {
  const { any, ...found } = useShown();
  const { shown, filters, change } = found;
  if (!any && !isFiltered(filters)) return <RulesEmpty actions={<NewRule />} />;
  return (
    <>
      <RulesToolbar filters={filters} onChange={change} />
      <span className="visually-hidden" role="status">
        {isFiltered(filters) && t("rules.shown", { count: shown.length })}
      </span>
      {shown.length > 0 ? (
        <RulesTable {...found} />
      ) : (
        <EmptyState
          icon={<IconListSearch size={26} />}
          title={t("rules.noMatch.title")}
          text={t("rules.noMatch.text")}
          action={<ClearFilters onChange={change} />}
        />
      )}
    </>
  );
}

function RulesList() {
  const { rulesLoaded, error, fetchRules } = useAutomationStore();
  const retry = () => {
    void fetchRules();
  };
  if (error !== null) return <ErrorState error={error} onRetry={retry} />;
  return rulesLoaded ? <FoundRules /> : <LoadingList rows={3} />;
}

/** Leads the eye to the rule that was just made, or that a link is about. */
function AskedFor() {
  const [params] = useSearchParams();
  const id = params.get("rule");
  const rule = useAutomationStore(({ rules }) => rules.find((known) => known.id === id));
  if (rule?.status !== "inactive") return null;
  return (
    <Alert mb="md" role="status" color="pine" title={t("rules.created", { name: rule.name })}>
      {t("rules.created.text")}
    </Alert>
  );
}

function NewRule() {
  const fetchRules = useAutomationStore((state) => state.fetchRules);
  const navigate = useNavigate();
  const mayEdit = useMayRun();
  if (!mayEdit) return null;
  return (
    <>
      <NewFromTemplate
        variant="default"
        onCreated={(rule) => {
          void fetchRules();
          void navigate(`/rules?rule=${encodeURIComponent(rule.id)}`);
        }}
      />
      <Button component={Link} to="/rules/new" leftSection={<IconPlus size={17} aria-hidden />}>
        {t("rules.new")}
      </Button>
    </>
  );
}

/** Every rule: find it, see how it does, run it, change it. */
export function AutomationRulesPage() {
  const fetchRules = useAutomationStore((state) => state.fetchRules);
  const refreshRules = useAutomationStore((state) => state.refreshRules);
  useEffect(() => {
    void fetchRules();
  }, [fetchRules]);
  useInterval(() => void refreshRules(), REFRESH_MS, { autoInvoke: true });
  return (
    <>
      <PageHeader title={t("rules.title")} lead={t("rules.lead")} actions={<NewRule />} />
      <StartCard />
      <AskedFor />
      <RulesList />
    </>
  );
}
