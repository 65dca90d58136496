import { Badge, Group, Text } from "@mantine/core";

import { LinkText } from "@/components/LinkText";
import { Moment } from "@/components/Moment";
import { useMayRun, useMe } from "@/features/account";
import type { AutomationRule } from "@/lib/api";
import { t, tMaybe } from "@/lib/i18n";

import classes from "./automation.module.css";
import { RuleSwitch } from "./RuleSwitch";

const STATUS_COLORS = { active: "pine", inactive: "gray", paused: "ember" } as const;

export const editPath = (rule: Pick<AutomationRule, "id">) =>
  `/rules/${encodeURIComponent(rule.id)}/edit`;

function Name({ rule }: { rule: AutomationRule }) {
  const mayEdit = useMayRun();
  const look = { fw: 650, style: { overflowWrap: "anywhere" } } as const;
  if (!mayEdit) return <Text {...look}>{rule.name}</Text>;
  return (
    <LinkText to={editPath(rule)} c="var(--mantine-color-text)" {...look}>
      {rule.name}
    </LinkText>
  );
}

/** What the rule is called, does and belongs to. */
export function RuleName({ rule }: { rule: AutomationRule }) {
  const sites = useMe()?.sites ?? [];
  const site = sites.length > 1 ? sites.find(({ id }) => id === rule.site)?.name : undefined;
  const details = [t("rules.steps", { count: rule.actions.length }), site].filter(Boolean).join(" · ");
  return (
    <div className={classes.ruleName}>
      <Name rule={rule} />
      {rule.description && (
        <Text size="sm" c="dimmed" lineClamp={2} style={{ overflowWrap: "anywhere" }}>
          {rule.description}
        </Text>
      )}
      <Text size="xs" c="dimmed" mt={2}>
        {details}
      </Text>
    </div>
  );
}

/** Whether its trigger works, if it does not why not, and the button that lets it. */
export function RuleStatus({ rule }: { rule: AutomationRule }) {
  const mayEdit = useMayRun();
  return (
    <div>
      <Group gap={6}>
        <Badge color={STATUS_COLORS[rule.status]}>{t(`ruleStatus.${rule.status}`)}</Badge>
        {rule.draft !== null && (
          <Badge color="blue" variant="outline">
            {t("rules.hasDraft")}
          </Badge>
        )}
      </Group>
      {rule.status_reason !== "" && (
        <Text
          size="xs"
          c="dimmed"
          mt={4}
          miw="8rem"
          maw="16rem"
          lineClamp={4}
          style={{ overflowWrap: "anywhere" }}
        >
          {rule.status_reason}
        </Text>
      )}
      {mayEdit && <RuleSwitch rule={rule} />}
    </div>
  );
}

interface RuleTriggerProps {
  rule: AutomationRule;
  /** What starts it, in words; null where its kind says it all. */
  words: string | null;
}

/** "Mondays at 09:00, Berlin" and when that is next. */
export function RuleTrigger({ rule, words }: RuleTriggerProps) {
  return (
    <div>
      <Text size="sm">{tMaybe(`trigger.${rule.trigger}`, rule.trigger)}</Text>
      {words !== null && (
        <Text size="xs" c="dimmed" miw="6.5rem" maw="14rem">
          {words}
        </Text>
      )}
      {rule.next_run_at && (
        <Text size="xs" c="dimmed" component="div">
          {t("rules.nextRun")} <Moment at={rule.next_run_at} />
        </Text>
      )}
    </div>
  );
}
