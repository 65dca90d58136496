import "@mantine/dropzone/styles.css";

import { Modal, Text } from "@mantine/core";

import { useCurrentSite } from "@/features/account";
import { t } from "@/lib/i18n";

import { ImportForm } from "./ImportForm";

interface ImportDialogProps {
  opened: boolean;
  onClose: () => void;
}

/** Keywords out of a file or a list into the chosen site. */
export function ImportDialog({ opened, onClose }: ImportDialogProps) {
  const site = useCurrentSite();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("import.title")}
      size="xl"
      centered
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {site === null ? <Text>{t("import.noSite")}</Text> : <ImportForm site={site} onClose={onClose} />}
    </Modal>
  );
}
