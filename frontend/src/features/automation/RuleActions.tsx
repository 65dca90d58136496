import { ActionIcon, Button, Group, Tooltip } from "@mantine/core";
import { IconActivity } from "@tabler/icons-react";
import { Link } from "react-router";

import { useMayRun } from "@/features/account";
import type { AutomationRule } from "@/lib/api";
import { t } from "@/lib/i18n";

import { useAutomationStore } from "./automationStore";
import { RuleMenu } from "./RuleMenu";
import { RunButton } from "./RunButton";
import { isUnfinished } from "./runStatus";

/** The run that goes on: the one started last from here, or the one that the list tells of. */
function useGoingOn(rule: AutomationRule): string | null {
  const started = useAutomationStore(({ executionProgress: run }) =>
    run?.ruleId === rule.id ? run : null,
  );
  if (started !== null && isUnfinished(started.status)) return started.taskId;
  const last = rule.stats.last_run;
  if (last === null || last.id === started?.taskId) return null;
  return isUnfinished(last.status) ? last.id : null;
}

function Watch({ rule }: { rule: AutomationRule }) {
  const run = useGoingOn(rule);
  if (run === null) return null;
  return (
    <Tooltip label={t("rules.watch")}>
      <ActionIcon
        component={Link}
        to={`/runs/${encodeURIComponent(run)}`}
        variant="light"
        color="blue"
        size={36}
        aria-label={t("rules.watchNamed", { name: rule.name })}
      >
        <IconActivity size={18} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

function MayNotRun() {
  return (
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
  );
}

/** What can be done with a rule: watch its run, run it, and more. */
export function RuleActions({ rule }: { rule: AutomationRule }) {
  const mayRun = useMayRun();
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      <Watch rule={rule} />
      {mayRun ? <RunButton rule={rule} /> : <MayNotRun />}
      <RuleMenu rule={rule} />
    </Group>
  );
}
