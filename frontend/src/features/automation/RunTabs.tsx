import { Tabs } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useSearchParams } from "react-router";

import { LoadingList } from "@/components/states";
import type { ScheduledTask, StepRun } from "@/lib/api";
import { t } from "@/lib/i18n";

import { RunLineage } from "./RunLineage";
import { RunStory } from "./RunStory";
import { isUnfinished } from "./runStatus";
import { StepList } from "./StepList";

// Drawing takes a library of its own, which most who look at a run do not need.
const RunFlow = lazy(async () => ({ default: (await import("./RunFlow")).RunFlow }));

const TABS = ["steps", "flow", "story", "lineage"] as const;

interface RunTabsProps {
  task: ScheduledTask;
  steps: readonly StepRun[];
}

/** The run step by step, on the flow, as a story, and among the other runs; the address says which. */
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
      <Tabs.Panel value="flow">
        <Suspense fallback={<LoadingList rows={4} />}>
          <RunFlow task={task} steps={steps} />
        </Suspense>
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
