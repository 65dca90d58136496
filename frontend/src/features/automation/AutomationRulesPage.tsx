import { Alert, Badge, Button, Group, Text, Tooltip } from "@mantine/core";
import { IconActivity } from "@tabler/icons-react";
import { useEffect } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";

import { type Column, DataTable } from "@/components/DataTable";
import { Moment } from "@/components/Moment";
import { PageHeader } from "@/components/PageHeader";
import { ErrorState, LoadingList } from "@/components/states";
import { useMayRun, useMe } from "@/features/account";
import { NewFromTemplate } from "@/features/templates";
import type { AutomationRule } from "@/lib/api";
import { t, tMaybe } from "@/lib/i18n";

import { useAutomationStore } from "./automationStore";
import { LastRunCell, RuleNumbersCell } from "./RuleNumbersCell";
import { RulesEmpty } from "./RulesEmpty";
import { RuleSwitch } from "./RuleSwitch";
import { RunButton } from "./RunButton";
import { isUnfinished } from "./runStatus";

const STATUS_COLORS = { active: "pine", inactive: "gray", paused: "ember" } as const;

function RuleName({ rule }: { rule: AutomationRule }) {
  const sites = useMe()?.sites ?? [];
  const site = sites.length > 1 ? sites.find(({ id }) => id === rule.site)?.name : undefined;
  const details = [t("rules.steps", { count: rule.actions.length }), site].filter(Boolean).join(" · ");
  return (
    <div>
      <Text fw={650} style={{ overflowWrap: "anywhere" }}>
        {rule.name}
      </Text>
      {rule.description && (
        <Text size="sm" c="dimmed" lineClamp={2}>
          {rule.description}
        </Text>
      )}
      <Text size="xs" c="dimmed" mt={2}>
        {details}
      </Text>
    </div>
  );
}

function RuleStatus({ rule }: { rule: AutomationRule }) {
  const badge = <Badge color={STATUS_COLORS[rule.status]}>{t(`ruleStatus.${rule.status}`)}</Badge>;
  if (!rule.status_reason) return badge;
  return (
    <div>
      {badge}
      <Text size="xs" c="dimmed" mt={4} maw="16rem">
        {rule.status_reason}
      </Text>
    </div>
  );
}

function RuleTrigger({ rule }: { rule: AutomationRule }) {
  return (
    <div>
      <Text size="sm" style={{ whiteSpace: "nowrap" }}>
        {tMaybe(`trigger.${rule.trigger}`, rule.trigger)}
      </Text>
      {rule.next_run_at && (
        <Text size="xs" c="dimmed" component="div">
          <Moment at={rule.next_run_at} />
        </Text>
      )}
    </div>
  );
}

function RuleActions({ rule }: { rule: AutomationRule }) {
  const running = useAutomationStore(({ executionProgress: run }) =>
    run?.ruleId === rule.id && isUnfinished(run.status) ? run : null,
  );
  const mayRun = useMayRun();
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      {running !== null && (
        <Button
          component={Link}
          to={`/runs/${running.taskId}`}
          variant="light"
          leftSection={<IconActivity size={16} aria-hidden />}
          aria-label={t("rules.watchNamed", { name: rule.name })}
        >
          {t("rules.watch")}
        </Button>
      )}
      {mayRun && <RuleSwitch rule={rule} />}
      {mayRun ? (
        <RunButton rule={rule} />
      ) : (
        <Tooltip label={t("rules.viewerOnly")}>
          <Button
            data-disabled
            aria-disabled
            onClick={(event) => {
              event.preventDefault();
            }}
          >
            {t("rules.run")}
          </Button>
        </Tooltip>
      )}
    </Group>
  );
}

const COLUMNS: readonly Column<AutomationRule>[] = [
  { key: "name", header: t("rules.col.name"), role: "lead", render: (rule) => <RuleName rule={rule} /> },
  { key: "trigger", header: t("rules.col.trigger"), render: (rule) => <RuleTrigger rule={rule} /> },
  { key: "status", header: t("rules.col.status"), render: (rule) => <RuleStatus rule={rule} /> },
  { key: "last", header: t("rules.col.lastRun"), render: (rule) => <LastRunCell rule={rule} /> },
  { key: "stats", header: t("rules.col.stats"), render: (rule) => <RuleNumbersCell rule={rule} /> },
  {
    key: "actions",
    header: t("rules.col.actions"),
    headerHidden: true,
    align: "end",
    role: "wide",
    render: (rule) => <RuleActions rule={rule} />,
  },
];

function RulesList() {
  const { rules, rulesLoaded, error, fetchRules } = useAutomationStore();
  if (error !== null)
    return (
      <ErrorState
        error={error}
        onRetry={() => {
          void fetchRules();
        }}
      />
    );
  if (!rulesLoaded) return <LoadingList rows={3} />;
  if (rules.length === 0) return <RulesEmpty />;
  return <DataTable label={t("rules.table")} rows={rules} columns={COLUMNS} rowKey={({ id }) => id} />;
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
  const mayRun = useMayRun();
  if (!mayRun) return null;
  return (
    <NewFromTemplate
      onCreated={(rule) => {
        void fetchRules();
        void navigate(`/rules?rule=${encodeURIComponent(rule.id)}`);
      }}
    />
  );
}

export function AutomationRulesPage() {
  const fetchRules = useAutomationStore((state) => state.fetchRules);
  useEffect(() => {
    void fetchRules();
  }, [fetchRules]);
  return (
    <>
      <PageHeader title={t("rules.title")} lead={t("rules.lead")} actions={<NewRule />} />
      <AskedFor />
      <RulesList />
    </>
  );
}
