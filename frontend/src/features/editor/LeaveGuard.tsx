import { Button, Group, Modal, Text } from "@mantine/core";
import { useEffect } from "react";
import { useBlocker, useNavigate } from "react-router";

import { useMayRun } from "@/features/account";
import { t } from "@/lib/i18n";

import { useEditorStore, useSaving } from "./context";
import { isDirty } from "./editorStore";
import { editPath } from "./paths";

function useCloseWarning(isUnsaved: () => boolean) {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (isUnsaved()) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => {
      window.removeEventListener("beforeunload", warn);
    };
  }, [isUnsaved]);
}

/** Asks before unsaved changes are lost, be it by a link, the back button or a closed tab. */
export function LeaveGuard() {
  const store = useEditorStore();
  const { forTrial, pending } = useSaving();
  const navigate = useNavigate();
  const mayEdit = useMayRun();
  const isUnsaved = () => mayEdit && isDirty(store.getState());
  useCloseWarning(isUnsaved);
  const blocker = useBlocker(
    // To its own address is no leaving: that is how a new rule gets it.
    ({ nextLocation }) =>
      isUnsaved() && nextLocation.pathname !== editPath(store.getState().rule?.id ?? ""),
  );
  const stay = () => blocker.reset?.();
  return (
    <Modal
      opened={blocker.state === "blocked"}
      onClose={stay}
      title={t("editor.leave.title")}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <Text mb="md">{t("editor.leave.text")}</Text>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={() => blocker.proceed?.()}>
          {t("editor.leave.discard")}
        </Button>
        <Button variant="default" onClick={stay} data-autofocus>
          {t("editor.leave.stay")}
        </Button>
        <Button
          loading={pending === "draft"}
          onClick={() => {
            const { location } = blocker;
            void forTrial().then((saved) => {
              stay();
              if (saved && location) void navigate(location);
            });
          }}
        >
          {t("editor.leave.save")}
        </Button>
      </Group>
    </Modal>
  );
}
