/** What one flow on the screen holds for its parts: what it shows, and what happens in it just now. */
import { createContext, use } from "react";
import { create, type StoreApi, type UseBoundStore } from "zustand";

import type { ListPath, Node, NodePath } from "@/lib/rule";

import type { Target } from "./moves";
import type { FlowSelection, StepType } from "./types";

/** What the page around gives. */
export interface Host {
  actions: readonly Node[];
  names: readonly StepType[];
  selected: FlowSelection | null;
  readOnly: boolean;
  /** The name of the list that is shown: `actions`, or a handler of the rule. */
  root: ListPath;
  onChange: (actions: Node[]) => void;
  onSelect: (selection: FlowSelection | null) => void;
}

export interface FlowState {
  host: Host;
  /** The part that takes the keyboard's focus as soon as it is there. */
  focus: FlowSelection | null;
  /** The edge over which a dragged step hovers. */
  over: string | null;
  /** Where the palette puts what is chosen; null while it is closed. */
  palette: Target | null;
  /** The step whose menu was asked for by the right button or the menu key. */
  menu: NodePath | null;
  /** What a screen reader is told; `turn` tells two equal messages apart. */
  said: { text: string; turn: number };
}

export type FlowStore = UseBoundStore<StoreApi<FlowState>>;

export const createFlowStore = (host: Host): FlowStore =>
  create<FlowState>(() => ({
    host,
    focus: null,
    over: null,
    palette: null,
    menu: null,
    said: { text: "", turn: 0 },
  }));

export const FlowContext = createContext<FlowStore | null>(null);

export function useFlowStore(): FlowStore {
  const store = use(FlowContext);
  if (store === null) throw new Error("This belongs inside of a flow.");
  return store;
}

export function useFlow<T>(select: (state: FlowState) => T): T {
  return useFlowStore()(select);
}

export function say(store: FlowStore, text: string): void {
  store.setState(({ said }) => ({ said: { text, turn: said.turn + 1 } }));
}

export const setFocus = (store: FlowStore, focus: NodePath | null): void => {
  store.setState({ focus });
};
