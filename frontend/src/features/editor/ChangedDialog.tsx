import { Button, Group, Modal, Text } from "@mantine/core";

import { t } from "@/lib/i18n";

import { useEditor, useSaving } from "./context";

/** Somebody else has published in the meantime: whose version is to be live? */
export function ChangedDialog() {
  const { conflict, dismiss, publish, pending } = useSaving();
  const load = useEditor((state) => state.load);
  return (
    <Modal
      opened={conflict !== null}
      onClose={dismiss}
      title={t("editor.changed.title")}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <Text mb="md">{t("editor.changed.text", { version: conflict?.version ?? 0 })}</Text>
      <Group justify="flex-end" gap="xs">
        <Button
          variant="default"
          onClick={() => {
            if (conflict !== null) load(conflict);
            dismiss();
          }}
        >
          {t("editor.changed.theirs")}
        </Button>
        <Button
          loading={pending === "publish"}
          onClick={() => {
            publish(true);
          }}
        >
          {t("editor.changed.mine")}
        </Button>
      </Group>
    </Modal>
  );
}
