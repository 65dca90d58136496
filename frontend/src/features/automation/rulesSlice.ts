import { replaceEqualDeep } from "@tanstack/react-query";

import type { ApiError, AutomationRule, AutomationRuleRequest } from "@/lib/api";

import { automationApi } from "./automation.api";
import { type Slice, toApiError } from "./storeTypes";

export interface RulesSlice {
  rules: AutomationRule[];
  /** True once the list has been read, so that an empty list is not mistaken for one on its way. */
  rulesLoaded: boolean;
  loading: boolean;
  error: ApiError | null;
  fetchRules: () => Promise<void>;
  /** Reads the list again, silently: what does not come leaves what is there. */
  refreshRules: () => Promise<void>;
  fetchRule: (id: string) => Promise<AutomationRule | null>;
  createRule: (rule: AutomationRuleRequest) => Promise<AutomationRule | null>;
  updateRule: (id: string, rule: AutomationRuleRequest) => Promise<AutomationRule | null>;
  deleteRule: (id: string) => Promise<boolean>;
  /** Rules that will be deleted unless somebody undoes it: not shown any more. */
  leaving: ReadonlySet<string>;
  setLeaving: (ids: readonly string[], leaves: boolean) => void;
  /** Takes those that are deleted off the list. */
  dropRules: (ids: readonly string[]) => void;
  clearError: () => void;
}

function replaced(rules: AutomationRule[], rule: AutomationRule): AutomationRule[] {
  const known = rules.some(({ id }) => id === rule.id);
  return known ? rules.map((old) => (old.id === rule.id ? rule : old)) : [...rules, rule];
}

export const rulesSlice: Slice<RulesSlice> = (set) => {
  async function guarded<T>(work: () => Promise<T>): Promise<T | null> {
    set({ loading: true, error: null });
    try {
      return await work();
    } catch (error) {
      set({ error: toApiError(error) });
      return null;
    } finally {
      set({ loading: false });
    }
  }

  async function keep(call: Promise<AutomationRule>): Promise<AutomationRule> {
    const rule = await call;
    set((state) => ({ rules: replaced(state.rules, rule) }));
    return rule;
  }

  return {
    rules: [],
    rulesLoaded: false,
    loading: false,
    error: null,
    fetchRules: async () => {
      await guarded(async () => {
        set({ rules: await automationApi.getRules(), rulesLoaded: true });
      });
    },
    refreshRules: async () => {
      const rules = await automationApi.getRules().catch(() => null);
      if (rules === null) return;
      // What has not changed stays the same object, so that its row is not drawn again.
      set((old) => ({ rules: replaceEqualDeep(old.rules, rules), rulesLoaded: true, error: null }));
    },
    fetchRule: (id) => guarded(() => keep(automationApi.getRule(id))),
    createRule: (rule) => guarded(() => keep(automationApi.createRule(rule))),
    updateRule: (id, rule) => guarded(() => keep(automationApi.updateRule(id, rule))),
    deleteRule: async (id) => {
      const gone = await guarded(async () => {
        await automationApi.deleteRule(id);
        set((state) => ({ rules: state.rules.filter((rule) => rule.id !== id) }));
        return true;
      });
      return gone ?? false;
    },
    leaving: new Set(),
    setLeaving: (ids, leaves) => {
      set(({ leaving }) => {
        const next = new Set(leaving);
        for (const id of ids) {
          if (leaves) next.add(id);
          else next.delete(id);
        }
        return { leaving: next };
      });
    },
    dropRules: (ids) => {
      set(({ rules }) => ({ rules: rules.filter(({ id }) => !ids.includes(id)) }));
    },
    clearError: () => {
      set({ error: null });
    },
  };
};
