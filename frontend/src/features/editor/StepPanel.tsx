import { Accordion, ActionIcon, Drawer, Group, Text, Title } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconX } from "@tabler/icons-react";
import { type ReactNode, useId, useMemo } from "react";

import { nodeName, readableFields } from "@/features/conditions";
import { StepForm } from "@/features/stepforms";
import { t } from "@/lib/i18n";
import { earlierSteps, nodeAt, type NodePath, problemKey, stepsBehind } from "@/lib/rule";

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
      <Drawer
        opened
        onClose={onClose}
        position="right"
        size="md"
        title={title}
        closeButtonProps={{ "aria-label": t("action.close") }}
      >
        {children}
      </Drawer>
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

/** The settings of what is selected. */
export function StepPanel({ catalog }: { catalog: Catalog }) {
  const selected = useEditor((state) => state.selected);
  const select = useEditor((state) => state.select);
  const nodes = useEditor(({ doc, root }) => doc[root]);
  if (selected === null) return null;
  const isPart = selected === "trigger" || selected === "conditions";
  const node = isPart ? null : nodeAt(nodes, selected);
  if (!isPart && node === null) return null;
  const title =
    node === null ? t(`editor.section.${selected as "trigger"}`) : nodeName(node, catalog.actionTypes);
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
