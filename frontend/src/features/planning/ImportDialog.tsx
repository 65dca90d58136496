import "@mantine/dropzone/styles.css";

import { Modal, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useEffect, useRef } from "react";

import { useCurrentSite } from "@/features/account";
import { t } from "@/lib/i18n";

import { ImportForm } from "./ImportForm";
import { outcomeLine } from "./ImportOutcome";
import { type ImportState, useImport } from "./useImport";

/** Who closed the dialog meanwhile is told when the import is over. */
function useEndToldOutside(state: ImportState, opened: boolean): void {
  const before = useRef(state.kind);
  useEffect(() => {
    const was = before.current;
    before.current = state.kind;
    if (opened || was !== "running") return;
    if (state.kind === "done") {
      notifications.show({ title: t("import.done"), message: outcomeLine(state.outcome) });
    }
    if (state.kind === "failed") {
      notifications.show({ color: "red", title: t("import.failed"), message: state.error.message });
    }
  }, [state, opened]);
}

interface ImportDialogProps {
  opened: boolean;
  onClose: () => void;
}

/** Keywords out of a file or a list into the chosen site; goes on while it is closed. */
export function ImportDialog({ opened, onClose }: ImportDialogProps) {
  const site = useCurrentSite();
  const keywordImport = useImport(site?.id ?? "");
  useEndToldOutside(keywordImport.state, opened);
  const close = () => {
    onClose();
    if (keywordImport.state.kind !== "running") keywordImport.reset();
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t("import.title")}
      size="xl"
      centered
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {site === null ? (
        <Text>{t("import.noSite")}</Text>
      ) : (
        <ImportForm site={site} keywordImport={keywordImport} onClose={close} />
      )}
    </Modal>
  );
}
