import { Modal } from "@mantine/core";
import { useDocumentTitle, useHotkeys } from "@mantine/hooks";
import { useNavigate } from "react-router";

import { useMayRun } from "@/features/account";
import { t } from "@/lib/i18n";

import { ChangedDialog } from "./ChangedDialog";
import { CheckContext, EditorContext, SaveContext, useEditor, useSaving } from "./context";
import classes from "./editor.module.css";
import { EditorFooter } from "./EditorFooter";
import { EditorHeader } from "./EditorHeader";
import { EditorNotes } from "./EditorNotes";
import { EditorSections } from "./EditorSections";
import type { EditorStore } from "./editorStore";
import { LeaveGuard } from "./LeaveGuard";
import { useHistory } from "./useHistory";
import { useLiveCheck } from "./useLiveCheck";
import { useSave } from "./useSave";

interface RuleEditorModalProps {
  store: EditorStore;
  /** Told the id of a rule that is saved for the first time. */
  onCreated: (id: string) => void;
}

function Keys() {
  const { undo, redo } = useHistory();
  const { draft } = useSaving();
  const mayEdit = useMayRun();
  useHotkeys([
    ["mod+Z", undo],
    ["mod+shift+Z", redo],
    ["mod+Y", redo],
  ]);
  // While typing, too.
  useHotkeys(mayEdit ? [["mod+S", draft]] : [], []);
  return null;
}

function TabTitle() {
  const name = useEditor(({ doc }) => doc.name);
  useDocumentTitle(t("app.title", { page: name === "" ? t("editor.new") : name }));
  return null;
}

function Frame({ store, onCreated }: RuleEditorModalProps) {
  const check = useLiveCheck(store);
  const save = useSave(onCreated);
  return (
    <CheckContext value={check}>
      <SaveContext value={save}>
        <Keys />
        <TabTitle />
        <EditorHeader />
        <EditorNotes />
        <EditorSections />
        <EditorFooter />
        <ChangedDialog />
        <LeaveGuard />
      </SaveContext>
    </CheckContext>
  );
}

/** The editor of one rule, over the whole window. */
export function RuleEditorModal({ store, onCreated }: RuleEditorModalProps) {
  const navigate = useNavigate();
  return (
    <EditorContext value={store}>
      <Modal.Root
        opened
        fullScreen
        // Escape belongs to the menus and the canvas inside.
        closeOnEscape={false}
        transitionProps={{ duration: 0 }}
        classNames={{ content: classes.frame }}
        onClose={() => void navigate("/rules")}
      >
        <Modal.Content>
          <Frame store={store} onCreated={onCreated} />
        </Modal.Content>
      </Modal.Root>
    </EditorContext>
  );
}
