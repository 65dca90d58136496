import { Button, type ButtonVariant } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconTemplate } from "@tabler/icons-react";
import { lazy, Suspense } from "react";

import type { AutomationRule } from "@/lib/api";
import { loadTexts, t } from "@/lib/i18n";

// The dialog is not part of the first page.
const TemplateDialog = lazy(async () => {
  await loadTexts();
  return { default: (await import("./TemplateDialog")).TemplateDialog };
});

interface NewFromTemplateProps {
  onCreated: (rule: AutomationRule) => void;
  variant?: ButtonVariant;
}

/** The button that makes a rule from a template. */
export function NewFromTemplate({ onCreated, variant = "filled" }: NewFromTemplateProps) {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant={variant} leftSection={<IconTemplate size={17} aria-hidden />} onClick={open}>
        {t("templates.new")}
      </Button>
      {opened && (
        <Suspense fallback={null}>
          <TemplateDialog
            onClose={close}
            onCreated={(rule) => {
              close();
              onCreated(rule);
            }}
          />
        </Suspense>
      )}
    </>
  );
}
