import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";

import { useAutomationStore } from "@/features/automation";
import { t } from "@/lib/i18n";
import { newIdempotencyKey } from "@/lib/idempotency";
import { downloadRule } from "@/lib/ruleFile";

import { useEditor } from "./context";
import { editorApi } from "./editor.api";
import { editPath } from "./paths";
import { useStableKey } from "./useStableKey";

function told(error: Error): void {
  notifications.show({ color: "red", title: t("editor.failed"), message: error.message });
}

export function useExport(ruleId: string) {
  return useMutation({
    mutationFn: () => editorApi.exportRule(ruleId),
    onSuccess: downloadRule,
    onError: told,
  });
}

/** A copy of what is live, opened in its own editor. */
export function useDuplicate(ruleId: string) {
  const navigate = useNavigate();
  const fetchRules = useAutomationStore((state) => state.fetchRules);
  const [key] = useState(newIdempotencyKey);
  return useMutation({
    mutationFn: () => editorApi.duplicate(ruleId, key),
    onSuccess: (rule) => {
      void fetchRules();
      notifications.show({ message: t("editor.duplicated", { name: rule.name }) });
      void navigate(editPath(rule.id));
    },
    onError: told,
  });
}

/** A rule from a document, opened in its own editor; what could not be taken over is told there. */
export function useImportRule(onDone: () => void) {
  const navigate = useNavigate();
  const site = useEditor(({ doc }) => doc.site);
  const fetchRules = useAutomationStore((state) => state.fetchRules);
  const keyFor = useStableKey();
  return useMutation({
    mutationFn: (file: Record<string, unknown>) => editorApi.importRule(file, site, keyFor(file)),
    onSuccess: ({ rule, report }) => {
      void fetchRules();
      onDone();
      notifications.show({
        title: t("editor.imported"),
        message: report.warnings.join("\n"),
        autoClose: false,
        style: { whiteSpace: "pre-line" },
      });
      void navigate(editPath(String(rule.id)));
    },
  });
}
