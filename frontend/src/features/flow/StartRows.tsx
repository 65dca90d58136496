import { IconFilter } from "@tabler/icons-react";
import type { ReactNode } from "react";

import { t } from "@/lib/i18n";

import { Card } from "./Card";
import { CONDITIONS, TRIGGER } from "./graph";
import { triggerIcon } from "./kinds";
import classes from "./list.module.css";
import type { ListView } from "./StepRows";
import type { FlowRule } from "./types";
import { conditionsWords, triggerWords } from "./words";

interface StartsProps {
  rule: FlowRule;
  view: ListView;
  triggerText: ReactNode;
}

/** When the rule starts, and under which conditions: what stands before its steps. */
export function Starts({ rule, view, triggerText }: StartsProps) {
  const shown = (id: string) => ({
    id,
    tone: "start",
    problems: view.counts.get(id) ?? 0,
    selected: view.selected === id,
  });
  return (
    <div className={classes.starts}>
      <Card
        {...shown(TRIGGER)}
        Icon={triggerIcon(rule.trigger.trigger)}
        title={t("flow.trigger")}
        text={triggerText ?? triggerWords(rule.trigger)}
      />
      <Card
        {...shown(CONDITIONS)}
        Icon={IconFilter}
        title={t("flow.conditions")}
        text={conditionsWords(rule.conditions)}
        status={view.statuses[CONDITIONS]}
      />
    </div>
  );
}
