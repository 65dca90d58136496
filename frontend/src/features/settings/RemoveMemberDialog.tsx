import { notifications } from "@mantine/notifications";

import { ConfirmDialog } from "@/components/ConfirmDialog";
import { t } from "@/lib/i18n";

import { useChange } from "./queries";
import { settingsApi } from "./settings.api";

interface RemoveMemberDialogProps {
  id: string;
  name: string;
  onClose: () => void;
}

export function RemoveMemberDialog({ id, name, onClose }: RemoveMemberDialogProps) {
  const remove = useChange(settingsApi.removeMember);
  return (
    <ConfirmDialog
      opened
      title={t("members.remove.title", { name })}
      text={t("members.remove.text")}
      confirm={t("members.remove")}
      pending={remove.isPending}
      onClose={onClose}
      onConfirm={() => {
        remove.mutate(id, {
          onSuccess: () => {
            notifications.show({ message: t("members.removed", { name }) });
            onClose();
          },
        });
      }}
    />
  );
}
