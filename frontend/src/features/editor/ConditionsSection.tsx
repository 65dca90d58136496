import { Stack, Text } from "@mantine/core";
import { useMemo } from "react";

import { LiveConditions, readableFields } from "@/features/conditions";
import type { EventType } from "@/lib/api";
import { t } from "@/lib/i18n";

import { CatalogGate } from "./CatalogGate";
import { useCheck, useEditor } from "./context";
import classes from "./editor.module.css";

function Builder({ eventTypes }: { eventTypes: readonly EventType[] }) {
  const conditions = useEditor(({ doc }) => doc.conditions);
  const trigger = useEditor(({ doc }) => doc.trigger);
  const site = useEditor(({ doc }) => doc.site);
  const ruleId = useEditor(({ rule }) => rule?.id ?? null);
  const change = useEditor((state) => state.change);
  const { problems } = useCheck();
  const fields = useMemo(() => readableFields({ trigger, eventTypes }), [trigger, eventTypes]);
  return (
    <LiveConditions
      value={conditions}
      fields={fields}
      prefix="conditions"
      problems={problems}
      ruleId={ruleId}
      siteId={site}
      onChange={(next) => {
        change({ conditions: next }, "conditions");
      }}
    />
  );
}

/** The form of the rule's conditions, in the section and beside the canvas. */
export function ConditionsPart() {
  return (
    <Stack gap="md">
      <Text c="dimmed">{t("editor.conditions.lead")}</Text>
      <CatalogGate>{({ eventTypes }) => <Builder eventTypes={eventTypes} />}</CatalogGate>
    </Stack>
  );
}

/** What must hold for the rule to do anything. */
export function ConditionsSection() {
  return (
    <div className={classes.column}>
      <ConditionsPart />
    </div>
  );
}
