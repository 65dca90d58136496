import { useStore } from "zustand";

import { useEditorStore } from "./context";

/** Undo and redo of the document. */
export function useHistory() {
  const { temporal } = useEditorStore();
  const back = useStore(temporal, ({ pastStates }) => pastStates.length);
  const forth = useStore(temporal, ({ futureStates }) => futureStates.length);
  return {
    canUndo: back > 0,
    canRedo: forth > 0,
    undo: () => {
      temporal.getState().undo();
    },
    redo: () => {
      temporal.getState().redo();
    },
  };
}
