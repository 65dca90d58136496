import { createContext, use } from "react";

import { type EditorState, type EditorStore, isDirty } from "./editorStore";
import type { LiveCheck } from "./useLiveCheck";
import type { Save } from "./useSave";

export const EditorContext = createContext<EditorStore | null>(null);
export const CheckContext = createContext<LiveCheck | null>(null);
export const SaveContext = createContext<Save | null>(null);

function present<T>(value: T | null): T {
  if (value === null) throw new Error("This belongs inside of the rule editor.");
  return value;
}

export const useEditorStore = (): EditorStore => present(use(EditorContext));

export function useEditor<T>(select: (state: EditorState) => T): T {
  return useEditorStore()(select);
}

export const useCheck = (): LiveCheck => present(use(CheckContext));

export const useDirty = (): boolean => useEditor(isDirty);

export const useSaving = (): Save => present(use(SaveContext));
