import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { useMayRun } from "@/features/account";
import type { RuleVersion } from "@/lib/api";
import { t } from "@/lib/i18n";

import { useEditor, useEditorStore } from "./context";
import { definitionPart } from "./document";
import { editorApi } from "./editor.api";
import { useRefusal } from "./useSave";
import { useStableKey } from "./useStableKey";

interface RestoreVersionProps {
  ruleId: string;
  version: RuleVersion;
  onDone: () => void;
}

function useRestore({ ruleId, version, onDone }: RestoreVersionProps) {
  const store = useEditorStore();
  const refused = useRefusal();
  const keyFor = useStableKey();
  return useMutation({
    mutationFn: async () => {
      const live = store.getState().rule?.version;
      await editorApi.restore(ruleId, version.number, keyFor([version.number, live]));
      return editorApi.read(ruleId);
    },
    onSuccess: (rule) => {
      store.getState().load(rule);
      notifications.show({
        message: t("editor.restored", { n: version.number, version: rule.version }),
      });
      onDone();
    },
    onError: refused,
  });
}

/** An older version again: at once, or to go on from in the editor. */
export function RestoreVersion(props: RestoreVersionProps) {
  const { version, onDone } = props;
  const restore = useRestore(props);
  const change = useEditor((state) => state.change);
  const mayEdit = useMayRun();
  const [asked, setAsked] = useState(false);
  if (!mayEdit || version.status !== "published") return null;
  if (asked) {
    return (
      <div role="group" aria-label={t("editor.restore")}>
        <Text size="sm" mb="xs">
          {t("editor.restore.ask", { n: version.number })}
        </Text>
        <Group gap="xs">
          <Button
            loading={restore.isPending}
            data-autofocus
            onClick={() => {
              restore.mutate();
            }}
          >
            {t("editor.restore.go")}
          </Button>
          <Button
            variant="default"
            onClick={() => {
              setAsked(false);
            }}
          >
            {t("action.cancel")}
          </Button>
        </Group>
      </div>
    );
  }
  return (
    <Group gap="xs">
      <Button
        variant="light"
        onClick={() => {
          setAsked(true);
        }}
      >
        {t("editor.restore")}
      </Button>
      <Button
        variant="default"
        onClick={() => {
          change(definitionPart(version.definition));
          onDone();
        }}
      >
        {t("editor.restore.open")}
      </Button>
    </Group>
  );
}
