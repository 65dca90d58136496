import { Accordion, ActionIcon, Alert, Group, Text, Title } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconX } from "@tabler/icons-react";
import { type ReactNode, useId, useMemo } from "react";

import { SideDrawer } from "@/components/SideDrawer";
import { nodeName, readableFields } from "@/features/conditions";
import { StepForm } from "@/features/stepforms";
import { t } from "@/lib/i18n";
import { earlierSteps, type Node, nodeAt, type NodePath, problemKey, stepsBehind } from "@/lib/rule";

import { ConditionsPart } from "./ConditionsSection";
import { useCheck, useEditor } from "./context";
import type { RuleDoc } from "./document";
import classes from "./editor.module.css";
import type { Catalog } from "./queries";
import { withNode } from "./steps";
import { StepTrial } from "./StepTrial";
import { TriggerPart } from "./TriggerSection";

interface ShellProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** Beside the steps where there is room, else over them. */
function Shell({ title, onClose, children }: ShellProps) {
  const beside = useMediaQuery("(min-width: 75em)", true);
  const headingId = useId();
  if (!beside) {
    return (
      <SideDrawer title={title} size="md" onClose={onClose}>
        {children}
      </SideDrawer>
    );
  }
  return (
    <section className={classes.aside} aria-labelledby={headingId}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" mb="sm">
        <Title order={3} size="h4" id={headingId} style={{ overflowWrap: "anywhere" }}>
          {title}
        </Title>
        <ActionIcon variant="subtle" color="gray" aria-label={t("editor.panel.close")} onClick={onClose}>
          <IconX size={18} aria-hidden />
        </ActionIcon>
      </Group>
      {children}
    </section>
  );
}

/** What a step can read: a handler of the rule also all that was done before. */
function earlierFor(doc: RuleDoc, path: NodePath) {
  const root = path.startsWith("actions/") ? doc.actions : null;
  if (root !== null) return earlierSteps(root, path);
  const own = earlierSteps(doc[path.startsWith("on_failure/") ? "on_failure" : "on_recovery"], path);
  return { ...own, steps: [...stepsBehind(doc.actions), ...own.steps] };
}

/** What is wrong with the step as a whole: no field of its form says so. */
function WholeProblems({ path }: { path: NodePath }) {
  const { problems } = useCheck();
  const key = problemKey(path);
  const texts = [...(problems[key] ?? []), ...(problems[`${key}.params`] ?? [])];
  if (texts.length === 0) return null;
  return (
    <Alert color="red" mb="md" data-invalid="true" tabIndex={-1}>
      {texts.join(" ")}
    </Alert>
  );
}

function Step({ path, catalog }: { path: NodePath; catalog: Catalog }) {
  const doc = useEditor((state) => state.doc);
  const root = useEditor((state) => state.root);
  const change = useEditor((state) => state.change);
  const { problems } = useCheck();
  const { actionTypes, flowNodes, eventTypes } = catalog;
  const earlier = useMemo(() => earlierFor(doc, path), [doc, path]);
  const fields = useMemo(
    () => readableFields({ trigger: doc.trigger, eventTypes, actionTypes, earlier }),
    [doc.trigger, eventTypes, actionTypes, earlier],
  );
  const node = nodeAt(doc[root], path);
  if (node === null) return null;
  return (
    <>
      <WholeProblems path={path} />
      <StepForm
        node={node}
        actionTypes={actionTypes}
        flowNodes={flowNodes}
        earlier={earlier}
        fields={fields}
        problems={problems}
        prefix={problemKey(path)}
        siteId={doc.site}
        onChange={(next) => {
          change(withNode(doc, root, path, next), `step ${path}`);
        }}
      />
      <Accordion variant="separated" mt="md">
        <Accordion.Item value="try">
          <Accordion.Control>
            <Text size="sm" fw={600}>
              {t("editor.try")}
            </Text>
          </Accordion.Control>
          <Accordion.Panel>
            <StepTrial key={path} path={path} />
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </>
  );
}

function Part({ selected, catalog }: { selected: string; catalog: Catalog }) {
  if (selected === "trigger") return <TriggerPart />;
  if (selected === "conditions") return <ConditionsPart />;
  return <Step key={selected} path={selected} catalog={catalog} />;
}

/** What the panel is about; null where nothing is selected, or it is gone. */
function titleOf(selected: string | null, nodes: readonly Node[], catalog: Catalog): string | null {
  if (selected === null) return null;
  if (selected === "trigger" || selected === "conditions") return t(`editor.section.${selected}`);
  const node = nodeAt(nodes, selected);
  if (node === null) return null;
  const kind = catalog.flowNodes.find(({ type }) => type === node.type);
  const own = node.name ?? "";
  return own === "" ? (kind?.name ?? nodeName(node, catalog.actionTypes)) : own;
}

/** The settings of what is selected. */
export function StepPanel({ catalog }: { catalog: Catalog }) {
  const selected = useEditor((state) => state.selected);
  const select = useEditor((state) => state.select);
  const nodes = useEditor(({ doc, root }) => doc[root]);
  const title = titleOf(selected, nodes, catalog);
  if (selected === null || title === null) return null;
  return (
    <Shell
      title={title}
      onClose={() => {
        select(null);
      }}
    >
      <Part selected={selected} catalog={catalog} />
    </Shell>
  );
}
