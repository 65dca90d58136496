import { Button, Group, Text } from "@mantine/core";

import { useMayRun } from "@/features/account";
import { t } from "@/lib/i18n";

import { useDirty, useEditor, useSaving } from "./context";
import { usePhone } from "./usePhone";

/** Draft or live. A viewer is told that there is nothing to save. */
export function SaveButtons() {
  const { draft, publish, pending } = useSaving();
  const dirty = useDirty();
  const drafted = useEditor(({ rule }) => rule?.draft != null);
  const isNew = useEditor(({ rule }) => rule === null);
  const mayEdit = useMayRun();
  const phone = usePhone();
  if (!mayEdit) {
    return (
      <Text size="sm" c="dimmed">
        {t("editor.viewer")}
      </Text>
    );
  }
  return (
    <Group gap="xs" wrap="nowrap" grow={phone} flex={phone ? "1 1 14rem" : undefined}>
      <Button
        variant="default"
        loading={pending === "draft"}
        disabled={pending === "publish" || !dirty}
        onClick={draft}
      >
        {t("editor.saveDraft")}
      </Button>
      <Button
        loading={pending === "publish"}
        disabled={pending === "draft" || !(dirty || drafted || isNew)}
        onClick={() => {
          publish();
        }}
      >
        {t("editor.publish")}
      </Button>
    </Group>
  );
}
