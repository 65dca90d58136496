import { Button, Group, Modal, Text } from "@mantine/core";
import { useEffect } from "react";
import { useBlocker } from "react-router";

import { t } from "@/lib/i18n";

function useCloseWarning(unsaved: boolean) {
  useEffect(() => {
    if (!unsaved) return undefined;
    const warn = (event: BeforeUnloadEvent) => {
      event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => {
      window.removeEventListener("beforeunload", warn);
    };
  }, [unsaved]);
}

/** Asks before what was typed is lost, be it by a link, the back button or a closed tab. */
export function UnsavedGuard({ unsaved, text }: { unsaved: boolean; text: string }) {
  useCloseWarning(unsaved);
  const blocker = useBlocker(unsaved);
  const stay = () => blocker.reset?.();
  return (
    <Modal
      opened={blocker.state === "blocked"}
      onClose={stay}
      title={t("unsaved.title")}
      centered
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <Text mb="lg">{text}</Text>
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={() => blocker.proceed?.()}>
          {t("unsaved.discard")}
        </Button>
        <Button data-autofocus onClick={stay}>
          {t("unsaved.stay")}
        </Button>
      </Group>
    </Modal>
  );
}
