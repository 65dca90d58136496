import { ConfirmDialog } from "@/components/ConfirmDialog";
import type { RuleTemplate } from "@/lib/api";
import { t } from "@/lib/i18n";

import { useDeleteTemplate } from "./queries";

interface DeleteTemplateDialogProps {
  template: RuleTemplate;
  onClose: () => void;
}

export function DeleteTemplateDialog({ template, onClose }: DeleteTemplateDialogProps) {
  const remove = useDeleteTemplate(template, onClose);
  return (
    <ConfirmDialog
      opened
      title={t("templates.delete.title", { name: template.name })}
      text={t("templates.delete.text")}
      confirm={t("templates.delete")}
      pending={remove.isPending}
      onClose={onClose}
      onConfirm={() => {
        remove.mutate();
      }}
    />
  );
}
