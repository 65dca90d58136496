import { useMutation } from "@tanstack/react-query";

import { useDirty, useEditor, useEditorStore, useSaving } from "./context";
import { isDirty } from "./editorStore";

/**
 * Something that the server tries on the rule in hand. It tries what it has, so what is unsaved is kept as a
 * draft first; the result is null where that did not work, which has been told by then.
 */
export function useTrial<Input, Result>(
  run: (ruleId: string, draft: boolean, input: Input) => Promise<Result>,
) {
  const store = useEditorStore();
  const { keep } = useSaving();
  const dirty = useDirty();
  const isNew = useEditor(({ rule }) => rule === null);
  const trial = useMutation({
    mutationFn: async (input: Input) => {
      const before = store.getState();
      const unsaved = before.rule === null || isDirty(before);
      if (unsaved && !(await keep())) return null;
      const { rule } = store.getState();
      return rule === null ? null : run(rule.id, rule.draft !== null, input);
    },
  });
  return { trial, needsSaving: dirty || isNew };
}
