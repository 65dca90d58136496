import { temporal, type TemporalState } from "zundo";
import { create, type StoreApi, type UseBoundStore } from "zustand";

import type { AutomationRule } from "@/lib/api";
import type { NodePath, Problems } from "@/lib/rule";

import { docOf, type Root, type RuleDoc, sameDoc } from "./document";
import { placeOf } from "./problems";
import type { Section } from "./sections";

export interface EditorState {
  doc: RuleDoc;
  /** As it was last read or saved; what differs from it is unsaved. */
  baseline: RuleDoc;
  /** The rule as the server last gave it; null before the first save. */
  rule: AutomationRule | null;
  /** The live version that the work in hand was begun on; null before the first save. */
  base: number | null;
  section: Section;
  root: Root;
  /** In the list `root`, with the real name of the list in front. */
  selected: NodePath | null;
  /** What the last attempt to save was refused for; forgotten with the next change. */
  refused: Problems;
  /** The problem whose field is to get the focus. */
  wanted: string | null;
  /** @param group consecutive changes of one group within a second are undone as one. */
  change: (part: Partial<RuleDoc>, group?: string) => void;
  /** `sent` is the rule's draft now: what was typed since is unsaved. */
  drafted: (rule: AutomationRule, sent: RuleDoc) => void;
  /** `sent` is live now. */
  published: (rule: AutomationRule, sent: RuleDoc) => void;
  /** What the server has takes the place of what is in hand. */
  load: (rule: AutomationRule) => void;
  /** The server's rule, without what is in hand being touched. */
  know: (rule: AutomationRule) => void;
  refuse: (problems: Problems) => void;
  show: (section: Section) => void;
  select: (path: NodePath | null) => void;
  openRoot: (root: Root) => void;
  /** Leads to where a problem is to be mended; null once the field has the focus. */
  jump: (problem: string | null) => void;
}

interface Undoable {
  doc: RuleDoc;
}

export type EditorStore = UseBoundStore<StoreApi<EditorState>> & {
  temporal: StoreApi<TemporalState<Undoable>>;
};

const TOGETHER_MS = 1000;
const STEPS_BACK = 200;

/** Says which changes belong to the one before them. */
function grouping(now: () => number) {
  let last = { group: "", at: -Infinity };
  let joined = false;
  return {
    note: (group: string | undefined) => {
      const at = now();
      joined = group !== undefined && group === last.group && at - last.at < TOGETHER_MS;
      last = { group: group ?? "", at };
    },
    isJoined: () => joined,
  };
}

/** A draft may have been begun on an older version than the one that is live. */
function baseOf(rule: AutomationRule): number {
  const begun = rule.draft?.base_version;
  return typeof begun === "number" ? begun : rule.version;
}

type Set = StoreApi<EditorState>["setState"];
type Actions = Pick<
  EditorState,
  | "change"
  | "drafted"
  | "published"
  | "load"
  | "know"
  | "refuse"
  | "show"
  | "select"
  | "openRoot"
  | "jump"
>;

function actions(set: Set, note: (group: string | undefined) => void): Actions {
  return {
    change: (part, group) => {
      note(group);
      set((state) => ({ doc: { ...state.doc, ...part }, refused: {} }));
    },
    drafted: (rule, sent) => {
      // A draft does not hold whether and for which site the rule works: that stays unsaved.
      const baseline = { ...sent, isActive: rule.is_active, site: rule.site };
      set(({ base }) => ({ rule, baseline, base: base ?? rule.version, refused: {} }));
    },
    published: (rule, sent) => {
      set({ rule, baseline: sent, base: rule.version, refused: {} });
    },
    load: (rule) => {
      note(undefined);
      const doc = docOf(rule);
      set({ rule, doc, baseline: doc, base: baseOf(rule), refused: {} });
    },
    know: (rule) => {
      set(({ base }) => ({ rule, base: base ?? rule.version }));
    },
    refuse: (refused) => {
      set({ refused });
    },
    show: (section) => {
      set({ section });
    },
    select: (selected) => {
      set({ selected });
    },
    openRoot: (root) => {
      set({ root, selected: null });
    },
    jump: (wanted) => {
      set(wanted === null ? { wanted } : ledTo(wanted));
    },
  };
}

function ledTo(wanted: string): Partial<EditorState> {
  const { section, root, path } = placeOf(wanted);
  return { wanted, section, ...(section === "steps" && { root, selected: path }) };
}

/**
 * The state of one editor.
 * @param now milliseconds, as of `Date.now`.
 */
export function createEditorStore(
  doc: RuleDoc,
  rule: AutomationRule | null,
  now: () => number = Date.now,
): EditorStore {
  const groups = grouping(now);
  const store: EditorStore = create<EditorState>()(
    temporal(
      (set) => ({
        doc,
        baseline: doc,
        rule,
        base: rule && baseOf(rule),
        section: rule === null ? "details" : "steps",
        root: "actions",
        selected: null,
        refused: {},
        wanted: null,
        ...actions(set, groups.note),
      }),
      {
        partialize: ({ doc: undoable }): Undoable => ({ doc: undoable }),
        equality: (past, current) => past.doc === current.doc,
        limit: STEPS_BACK,
        handleSet: (handle) => (past, replace, current, delta) => {
          // After an undo the next change is a new one, and what could be redone is gone.
          const redoable = store.temporal.getState().futureStates.length > 0;
          if (groups.isJoined() && !redoable) return;
          (handle as (...args: unknown[]) => void)(past, replace, current, delta);
        },
      },
    ),
  );
  return store;
}

export const isDirty = ({ doc, baseline }: EditorState): boolean => !sameDoc(doc, baseline);
