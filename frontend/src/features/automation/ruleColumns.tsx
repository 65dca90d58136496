import type { Column } from "@/components/DataTable";
import type { AutomationRule } from "@/lib/api";
import { t } from "@/lib/i18n";

import { RuleActions } from "./RuleActions";
import { RuleName, RuleStatus, RuleTrigger } from "./RuleCells";
import { LastRunCell, RuleNumbersCell } from "./RuleNumbersCell";

/** @param words what starts a rule, in words. */
export function ruleColumns(
  words: (rule: AutomationRule) => string | null,
): readonly Column<AutomationRule>[] {
  return [
    {
      key: "name",
      header: t("rules.col.name"),
      role: "lead",
      sortKey: "name",
      render: (rule) => <RuleName rule={rule} />,
    },
    {
      key: "trigger",
      header: t("rules.col.trigger"),
      sortKey: "trigger",
      render: (rule) => <RuleTrigger rule={rule} words={words(rule)} />,
    },
    {
      key: "status",
      header: t("rules.col.status"),
      sortKey: "status",
      render: (rule) => <RuleStatus rule={rule} />,
    },
    {
      key: "last",
      header: t("rules.col.lastRun"),
      sortKey: "last",
      render: (rule) => <LastRunCell rule={rule} />,
    },
    {
      key: "stats",
      header: t("rules.col.stats"),
      sortKey: "success",
      render: (rule) => <RuleNumbersCell rule={rule} />,
    },
    {
      key: "actions",
      header: t("rules.col.actions"),
      headerHidden: true,
      align: "end",
      role: "wide",
      render: (rule) => <RuleActions rule={rule} />,
    },
  ];
}
