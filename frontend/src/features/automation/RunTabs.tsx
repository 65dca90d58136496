import { Tabs } from "@mantine/core";
import { useSearchParams } from "react-router";

import type { ScheduledTask, StepRun } from "@/lib/api";
import { t } from "@/lib/i18n";

import { RunLineage } from "./RunLineage";
import { RunStory } from "./RunStory";
import { isUnfinished } from "./runStatus";
import { StepList } from "./StepList";

const TABS = ["steps", "story", "lineage"] as const;

interface RunTabsProps {
  task: ScheduledTask;
  steps: readonly StepRun[];
}

/** The run step by step, as a story, and among the other runs; which of them is part of the address. */
export function RunTabs({ task, steps }: RunTabsProps) {
  const [params, setParams] = useSearchParams();
  const tab = TABS.find((known) => known === params.get("tab")) ?? "steps";
  const live = isUnfinished(task.status);
  return (
    <Tabs
      value={tab}
      keepMounted={false}
      onChange={(next) => {
        setParams(next === null || next === "steps" ? {} : { tab: next }, { replace: true });
      }}
    >
      <Tabs.List mb="md" aria-label={t("run.tabs")}>
        {TABS.map((name) => (
          <Tabs.Tab key={name} value={name}>
            {t(`run.tab.${name}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="steps">
        <StepList steps={steps} task={task} />
      </Tabs.Panel>
      <Tabs.Panel value="story">
        <RunStory taskId={task.id} live={live} />
      </Tabs.Panel>
      <Tabs.Panel value="lineage">
        <RunLineage taskId={task.id} live={live} />
      </Tabs.Panel>
    </Tabs>
  );
}
