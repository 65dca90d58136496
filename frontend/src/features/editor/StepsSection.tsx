import { SegmentedControl, Text } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { lazy, Suspense, useMemo } from "react";

import { LoadingList } from "@/components/states";
import { useMayRun } from "@/features/account";
import { type FlowProps, StepListEditor } from "@/features/flow";
import { t } from "@/lib/i18n";

import { CatalogGate } from "./CatalogGate";
import { useCheck, useEditor } from "./context";
import { ROOTS } from "./document";
import classes from "./editor.module.css";
import { problemsOf } from "./problems";
import type { Catalog } from "./queries";
import { StepPanel } from "./StepPanel";
import { flowProblems, fromFlow, toFlow } from "./steps";
import { usePhone } from "./usePhone";

// The canvas brings a library of its own; the list does without.
const WorkflowVisualizer = lazy(async () => ({
  default: (await import("@/features/flow")).WorkflowVisualizer,
}));

const VIEWS = ["canvas", "list"] as const;
type View = (typeof VIEWS)[number];

function useView(): [View, (view: View) => void] {
  const phone = usePhone();
  const [chosen, choose] = useLocalStorage<View | null>({
    key: "igny8-editor-view",
    defaultValue: null,
  });
  return [chosen ?? (phone ? "list" : "canvas"), choose];
}

function RootSwitch() {
  const root = useEditor((state) => state.root);
  const openRoot = useEditor((state) => state.openRoot);
  const { problems } = useCheck();
  const label = (one: (typeof ROOTS)[number]) => {
    const count = Object.keys(problemsOf(problems, one)).length;
    const text = t(`editor.root.${one}`);
    return count === 0 ? text : t("editor.root.problems", { root: text, count });
  };
  return (
    <SegmentedControl
      size="sm"
      aria-label={t("editor.roots")}
      data={ROOTS.map((one) => ({ value: one, label: label(one) }))}
      value={root}
      onChange={openRoot}
    />
  );
}

function ViewSwitch({ view, onChange }: { view: View; onChange: (view: View) => void }) {
  return (
    <SegmentedControl
      size="sm"
      aria-label={t("editor.view")}
      data={VIEWS.map((one) => ({ value: one, label: t(`editor.view.${one}`) }))}
      value={view}
      onChange={onChange}
    />
  );
}

/** The kinds of actions, with their prices in words. */
const priced = (actionTypes: Catalog["actionTypes"]) =>
  actionTypes.map((action) => ({
    ...action,
    credits: action.credits === "0" ? t("editor.free") : action.credits,
  }));

/** What canvas and list have in common: the list of nodes that is open, and what to do with it. */
function useFlow(catalog: Catalog): FlowProps {
  const root = useEditor((state) => state.root);
  const nodes = useEditor(({ doc }) => doc[root]);
  const trigger = useEditor(({ doc }) => doc.trigger);
  const conditions = useEditor(({ doc }) => doc.conditions);
  const selected = useEditor((state) => state.selected);
  const select = useEditor((state) => state.select);
  const change = useEditor((state) => state.change);
  const { problems: all } = useCheck();
  const mayEdit = useMayRun();
  const rule = useMemo(() => ({ trigger, conditions, actions: nodes }), [trigger, conditions, nodes]);
  const problems = useMemo(() => flowProblems(all, root), [all, root]);
  const { actionTypes } = catalog;
  const names = useMemo(() => priced(actionTypes), [actionTypes]);
  return {
    rule,
    names,
    problems,
    readOnly: !mayEdit,
    selected: selected === null ? null : toFlowSelection(selected),
    onSelect: (path) => {
      select(path === null || isPart(path) ? path : fromFlow(path, root));
    },
    onChange: (actions) => {
      change({ [root]: actions });
    },
  };
}

/** The trigger and the conditions are no steps: their names are no paths. */
const isPart = (selection: string): boolean => !selection.includes("/");
const toFlowSelection = (selection: string): string =>
  isPart(selection) ? selection : toFlow(selection);

function Steps({ catalog }: { catalog: Catalog }) {
  const root = useEditor((state) => state.root);
  const [view, setView] = useView();
  const flow = useFlow(catalog);
  const isMain = root === "actions";
  return (
    <div className={classes.steps}>
      <div className={classes.stepsBar}>
        <RootSwitch />
        {isMain && <ViewSwitch view={view} onChange={setView} />}
      </div>
      {!isMain && (
        <Text size="sm" c="dimmed" className={classes.rootText}>
          {t(`editor.root.${root}.text`)}
        </Text>
      )}
      <div className={classes.work}>
        <div className={isMain && view === "canvas" ? classes.canvas : classes.list}>
          <Suspense fallback={<LoadingList rows={4} />}>
            {isMain && view === "canvas" ? (
              <WorkflowVisualizer {...flow} />
            ) : (
              <StepListEditor {...flow} />
            )}
          </Suspense>
        </div>
        <StepPanel catalog={catalog} />
      </div>
    </div>
  );
}

/** What the rule does: as a picture, or as a list with the same functions. */
export function StepsSection() {
  return <CatalogGate>{(catalog) => <Steps catalog={catalog} />}</CatalogGate>;
}
