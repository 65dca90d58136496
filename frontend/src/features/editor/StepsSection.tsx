import { SegmentedControl, Text } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { useMemo } from "react";

import { useMayRun } from "@/features/account";
import { type FlowProps, StepListEditor, WorkflowVisualizer } from "@/features/flow";
import { t } from "@/lib/i18n";

import { CatalogGate } from "./CatalogGate";
import { useCheck, useEditor } from "./context";
import { ROOTS } from "./document";
import classes from "./editor.module.css";
import { problemsOf } from "./problems";
import type { Catalog } from "./queries";
import { StepPanel } from "./StepPanel";
import { withList } from "./steps";
import { triggerText } from "./triggerText";
import { usePhone } from "./usePhone";

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
function useFlow({ actionTypes, eventTypes }: Catalog): FlowProps {
  const root = useEditor((state) => state.root);
  const doc = useEditor((state) => state.doc);
  const selected = useEditor((state) => state.selected);
  const select = useEditor((state) => state.select);
  const change = useEditor((state) => state.change);
  const { problems } = useCheck();
  const mayEdit = useMayRun();
  const { trigger, conditions, [root]: actions } = doc;
  const rule = useMemo(() => ({ trigger, conditions, actions }), [trigger, conditions, actions]);
  const names = useMemo(() => priced(actionTypes), [actionTypes]);
  const text = useMemo(() => triggerText(trigger, eventTypes), [trigger, eventTypes]);
  return {
    rule,
    names,
    problems,
    selected,
    readOnly: !mayEdit,
    ...(text !== undefined && { triggerText: text }),
    onSelect: select,
    onChange: (nodes) => {
      change(withList(doc, root, nodes));
    },
  };
}

function Steps({ catalog }: { catalog: Catalog }) {
  const root = useEditor((state) => state.root);
  const [view, setView] = useView();
  const flow = useFlow(catalog);
  const isMain = root === "actions";
  const asCanvas = isMain && view === "canvas";
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
        <div className={asCanvas ? classes.canvas : classes.list}>
          {asCanvas ? <WorkflowVisualizer {...flow} /> : <StepListEditor {...flow} root={root} />}
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
