import { Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";

import { ErrorState, LoadingList } from "@/components/states";
import { useCurrentSite } from "@/features/account";
import { FromTemplate } from "@/features/templates";
import { asApiError, type AutomationRule } from "@/lib/api";
import { t } from "@/lib/i18n";

import { editPath } from "./paths";
import { blankDoc, docOf } from "./document";
import { editorApi } from "./editor.api";
import { createEditorStore } from "./editorStore";
import { RuleEditorModal } from "./RuleEditorModal";

interface EditorLoaderProps {
  /** Null: a new one. */
  ruleId: string | null;
  onCreated: (id: string) => void;
}

function Waiting({ children }: { children: ReactNode }) {
  const navigate = useNavigate();
  return (
    <Modal
      opened
      fullScreen
      title={t("editor.edit")}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ "aria-label": t("action.close") }}
      onClose={() => void navigate("/rules")}
    >
      {children}
    </Modal>
  );
}

function Opened({
  rule,
  onCreated,
}: {
  rule: AutomationRule | null;
  onCreated: EditorLoaderProps["onCreated"];
}) {
  const site = useCurrentSite();
  const [store] = useState(() =>
    createEditorStore(rule === null ? blankDoc(site?.id ?? null) : docOf(rule), rule),
  );
  return <RuleEditorModal store={store} onCreated={onCreated} />;
}

function Existing({ ruleId, onCreated }: { ruleId: string; onCreated: (id: string) => void }) {
  const rule = useQuery({
    queryKey: ["editor", "rule", ruleId],
    queryFn: () => editorApi.read(ruleId),
    // Read once: what is in hand must not change beneath the person who edits it.
    staleTime: Infinity,
    gcTime: 0,
  });
  if (rule.data) return <Opened rule={rule.data} onCreated={onCreated} />;
  return (
    <Waiting>
      {rule.error ? (
        <ErrorState
          error={asApiError(rule.error, t("error.offline"))}
          onRetry={() => void rule.refetch()}
        />
      ) : (
        <LoadingList rows={6} />
      )}
    </Waiting>
  );
}

/** The API makes a rule of a template; it is edited from there on. */
function Templated({ templateId }: { templateId: string }) {
  const navigate = useNavigate();
  return (
    <FromTemplate
      templateId={templateId}
      onClose={() => void navigate("/rules")}
      onCreated={({ id }) => void navigate(editPath(id), { replace: true })}
    />
  );
}

/** Reads the rule, then opens the editor. */
export function EditorLoader({ ruleId, onCreated }: EditorLoaderProps) {
  const [search] = useSearchParams();
  const templateId = search.get("template");
  if (ruleId !== null) return <Existing ruleId={ruleId} onCreated={onCreated} />;
  if (templateId !== null) return <Templated templateId={templateId} />;
  return <Opened rule={null} onCreated={onCreated} />;
}
