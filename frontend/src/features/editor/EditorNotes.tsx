import { Alert, Button, Group, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";

import { Moment } from "@/components/Moment";
import { useMayRun } from "@/features/account";
import { t } from "@/lib/i18n";

import { useEditor, useEditorStore } from "./context";
import classes from "./editor.module.css";
import { editorApi } from "./editor.api";
import { TemplateNote } from "./TemplateNote";
import { useRefusal } from "./useSave";

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

function useDiscard(ruleId: string) {
  const store = useEditorStore();
  const refused = useRefusal();
  return useMutation({
    mutationFn: async () => {
      await editorApi.discardDraft(ruleId);
      return editorApi.read(ruleId);
    },
    onSuccess: (rule) => {
      store.getState().load(rule);
    },
    onError: refused,
  });
}

function DraftNote({ ruleId, by, at }: { ruleId: string; by: string; at: string }) {
  const discard = useDiscard(ruleId);
  const mayEdit = useMayRun();
  return (
    <Alert color="blue" className={classes.note} role="status" py="xs">
      <Group justify="space-between" gap="xs">
        <Text size="sm" component="div">
          {by === "" ? t("editor.draft.note") : t("editor.draft.noteBy", { by })} <Moment at={at} />
        </Text>
        {mayEdit && (
          <Button
            size="compact-sm"
            variant="subtle"
            loading={discard.isPending}
            onClick={() => {
              discard.mutate();
            }}
          >
            {t("editor.draft.discard")}
          </Button>
        )}
      </Group>
    </Alert>
  );
}

function PausedNote({ reason }: { reason: string }) {
  return (
    <Alert color="ember" className={classes.note} title={t("editor.paused")}>
      {reason}
    </Alert>
  );
}

/** What one must know of the rule's state before changing it. */
export function EditorNotes() {
  const rule = useEditor((state) => state.rule);
  if (rule === null) return null;
  return (
    <>
      {rule.draft !== null && (
        <DraftNote ruleId={rule.id} by={textOf(rule.draft.by)} at={textOf(rule.draft.at)} />
      )}
      <TemplateNote rule={rule} />
      {rule.status === "paused" && <PausedNote reason={rule.status_reason} />}
    </>
  );
}
