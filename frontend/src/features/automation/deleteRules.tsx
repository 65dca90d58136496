import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";

import type { AutomationRule } from "@/lib/api";
import { t } from "@/lib/i18n";

import { useAutomationStore } from "./automationStore";
import { tellRefused } from "./outcomes";
import { orderAll } from "./ruleChanges";

/** So long a deletion can be taken back. */
export const UNDO_MS = 10_000;

type Named = Pick<AutomationRule, "id" | "name">;

function UndoNote({ rules, onUndo }: { rules: readonly Named[]; onUndo: () => void }) {
  return (
    <Group justify="space-between" gap="sm" wrap="nowrap">
      <Text size="sm">{t("rules.deleted", { count: rules.length, name: rules[0]?.name ?? "" })}</Text>
      <Button size="compact-sm" variant="light" onClick={onUndo}>
        {t("rules.undo")}
      </Button>
    </Group>
  );
}

async function deleteNow(rules: readonly Named[], last: boolean): Promise<void> {
  const { dropRules, setLeaving } = useAutomationStore.getState();
  const { done, refused } = await orderAll(rules, { action: "delete", last });
  dropRules(done);
  setLeaving(
    rules.map(({ id }) => id),
    false,
  );
  tellRefused(t("rules.deleteFailed"), refused);
}

/**
 * Takes the rules off the screen at once, and deletes them when the time to take it back is over or the
 * page is left.
 */
export function deleteWithUndo(rules: readonly Named[]): void {
  const { setLeaving } = useAutomationStore.getState();
  const ids = rules.map(({ id }) => id);
  const note = `deleted-${ids.join("-")}`;
  setLeaving(ids, true);

  function settle(): void {
    clearTimeout(timer);
    window.removeEventListener("pagehide", leave);
    notifications.hide(note);
  }
  function commit(last: boolean): void {
    settle();
    void deleteNow(rules, last);
  }
  const leave = () => {
    commit(true);
  };
  const timer = setTimeout(commit, UNDO_MS, false);
  window.addEventListener("pagehide", leave);
  notifications.show({
    id: note,
    autoClose: false,
    withCloseButton: false,
    message: (
      <UndoNote
        rules={rules}
        onUndo={() => {
          settle();
          setLeaving(ids, false);
        }}
      />
    ),
  });
}
