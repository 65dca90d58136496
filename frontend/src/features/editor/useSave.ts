import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "react-router";

import { useAutomationStore } from "@/features/automation";
import { ApiError, type AutomationRule } from "@/lib/api";
import { t } from "@/lib/i18n";

import { useEditorStore } from "./context";
import { draftRequest, placeholderRequest, type RuleDoc, ruleRequest } from "./document";
import { editorApi } from "./editor.api";
import type { EditorState } from "./editorStore";
import { editPath } from "./paths";
import { type KeyFor, useStableKey } from "./useStableKey";

/** Somebody else has made another version live since the rule was read. */
export class ChangedMeanwhile extends Error {
  override readonly name = "ChangedMeanwhile";

  constructor(readonly rule: AutomationRule) {
    super(t("editor.changed.text", { version: rule.version }));
  }
}

/** A draft hangs on a rule: a new one begins as a rule that does nothing. */
async function savedDraft(state: EditorState, keyFor: KeyFor): Promise<AutomationRule> {
  const { doc } = state;
  let { rule } = state;
  if (rule === null) {
    const body = placeholderRequest(doc);
    rule = await editorApi.create(body, keyFor(body));
    state.know(rule);
  }
  await editorApi.saveDraft(rule.id, draftRequest(doc));
  return editorApi.read(rule.id);
}

function ownFields(rule: AutomationRule, doc: RuleDoc) {
  return {
    ...(doc.isActive !== rule.is_active && { is_active: doc.isActive }),
    ...(doc.site !== null && doc.site !== rule.site && { site: doc.site }),
  };
}

/** Through the draft where there is one: it may know more than the document, such as its template. */
async function publishedDraft(rule: AutomationRule, doc: RuleDoc, keyFor: KeyFor) {
  await editorApi.saveDraft(rule.id, draftRequest(doc));
  const published = await editorApi.publishDraft(rule.id, keyFor([rule.version, doc]));
  const own = ownFields(published, doc);
  return Object.keys(own).length === 0 ? published : editorApi.change(rule.id, own);
}

async function published(state: EditorState, overwrite: boolean, keyFor: KeyFor) {
  const { rule, doc, base } = state;
  const body = ruleRequest(doc);
  if (rule === null) return editorApi.create(body, keyFor(body));
  const now = await editorApi.read(rule.id);
  if (now.version !== base && !overwrite) throw new ChangedMeanwhile(now);
  return now.draft === null ? editorApi.replace(rule.id, body) : publishedDraft(now, doc, keyFor);
}

function told(error: Error): void {
  notifications.show({ color: "red", title: t("editor.save.failed"), message: error.message });
}

/** Puts what the API refused beside its fields, and leads to the first of them. */
export function useRefusal(): (error: Error) => void {
  const store = useEditorStore();
  return (error) => {
    const fields = error instanceof ApiError ? error.fields : {};
    const [first] = Object.keys(fields);
    if (first === undefined) {
      told(error);
      return;
    }
    store.getState().refuse(fields);
    store.getState().jump(first);
  };
}

/** A name is the one thing that even a draft must have. */
function useNamed(): () => boolean {
  const store = useEditorStore();
  return () => {
    const state = store.getState();
    if (state.doc.name.trim() !== "") return true;
    state.refuse({ ...state.refused, name: [t("editor.name.missing")] });
    state.jump("name");
    return false;
  };
}

/** Once the server has it: the list of rules knows, and the address names the rule. */
function useArrived(onCreated: (id: string) => void) {
  const navigate = useNavigate();
  const fetchRules = useAutomationStore((state) => state.fetchRules);
  return (rule: AutomationRule) => {
    void fetchRules();
    onCreated(rule.id);
    void navigate(editPath(rule.id), { replace: true });
  };
}

export interface Save {
  draft: () => void;
  publish: (overwrite?: boolean) => void;
  /** Saves a draft; false if it could not, which has been told by then. */
  keep: () => Promise<boolean>;
  pending: "draft" | "publish" | null;
  /** Set when somebody else has changed the rule. */
  conflict: AutomationRule | null;
  dismiss: () => void;
}

function useDraft(keyFor: KeyFor, arrived: (rule: AutomationRule) => void) {
  const store = useEditorStore();
  const refused = useRefusal();
  return useMutation({
    mutationFn: (state: EditorState) => savedDraft(state, keyFor),
    onSuccess: (rule, { doc, rule: before }) => {
      store.getState().drafted(rule, doc);
      if (before === null) arrived(rule);
      notifications.show({ message: t("editor.draft.saved") });
    },
    onError: (error, { rule: before }) => {
      // The rule may be there, and only its draft is not.
      const { rule } = store.getState();
      if (before === null && rule !== null) arrived(rule);
      refused(error);
    },
  });
}

function usePublish(keyFor: KeyFor, arrived: (rule: AutomationRule) => void) {
  const store = useEditorStore();
  const refused = useRefusal();
  return useMutation({
    mutationFn: ({ state, overwrite }: { state: EditorState; overwrite: boolean }) =>
      published(state, overwrite, keyFor),
    onSuccess: (rule, { state }) => {
      store.getState().published(rule, state.doc);
      if (state.rule === null) arrived(rule);
      notifications.show({ message: t("editor.published", { version: rule.version }) });
    },
    onError: (error) => {
      if (!(error instanceof ChangedMeanwhile)) refused(error);
    },
  });
}

/** Saving and publishing what is in hand. */
export function useSave(onCreated: (id: string) => void): Save {
  const store = useEditorStore();
  const keyFor = useStableKey();
  const arrived = useArrived(onCreated);
  const named = useNamed();
  const draft = useDraft(keyFor, arrived);
  const live = usePublish(keyFor, arrived);
  return {
    draft: () => {
      if (named()) draft.mutate(store.getState());
    },
    publish: (overwrite = false) => {
      if (named()) live.mutate({ state: store.getState(), overwrite });
    },
    keep: async () => {
      if (!named()) return false;
      return draft.mutateAsync(store.getState()).then(
        () => true,
        () => false,
      );
    },
    pending: draft.isPending ? "draft" : live.isPending ? "publish" : null,
    conflict: live.error instanceof ChangedMeanwhile ? live.error.rule : null,
    dismiss: live.reset,
  };
}
