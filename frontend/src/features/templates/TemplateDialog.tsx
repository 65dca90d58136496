import { Modal } from "@mantine/core";
import { useState } from "react";

import type { AutomationRule, RuleTemplate } from "@/lib/api";
import { t } from "@/lib/i18n";

import { TemplateForm } from "./TemplateForm";
import { TemplateList } from "./TemplateList";

interface TemplateDialogProps {
  /** Already picked; null to pick one. */
  initial?: RuleTemplate | null;
  onClose: () => void;
  onCreated: (rule: AutomationRule) => void;
}

/** From the list of templates to a rule: pick, fill in, create. */
export function TemplateDialog({ initial = null, onClose, onCreated }: TemplateDialogProps) {
  const [picked, setPicked] = useState<RuleTemplate | null>(initial);
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={picked === null ? t("templates.title") : t("templates.fill", { name: picked.name })}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {picked === null ? (
        <TemplateList onPick={setPicked} />
      ) : (
        <TemplateForm
          template={picked}
          onBack={() => {
            setPicked(null);
          }}
          onCreated={onCreated}
        />
      )}
    </Modal>
  );
}
