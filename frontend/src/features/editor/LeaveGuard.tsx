import { UnsavedGuard } from "@/components/UnsavedGuard";
import { useMayRun } from "@/features/account";
import { t } from "@/lib/i18n";

import { useEditorStore, useSaving } from "./context";
import { isDirty } from "./editorStore";
import { editPath } from "./paths";

/** Asks before unsaved changes are lost; they can be kept as a draft on the way out. */
export function LeaveGuard() {
  const store = useEditorStore();
  const { keep, pending } = useSaving();
  const mayEdit = useMayRun();
  return (
    <UnsavedGuard
      unsaved={() => mayEdit && isDirty(store.getState())}
      text={t("editor.leave.text")}
      // That is how a new rule gets its address.
      staysAt={(path) => path === editPath(store.getState().rule?.id ?? "")}
      save={{ label: t("editor.leave.save"), pending: pending === "draft", run: keep }}
    />
  );
}
