import { replaceEqualDeep } from "@tanstack/react-query";

import type { ApiError, Page, ScheduledTask } from "@/lib/api";

import { automationApi, type HistoryFilters } from "./automation.api";
import { type Slice, toApiError } from "./storeTypes";

export interface HistorySlice {
  tasks: ScheduledTask[];
  tasksPage: Omit<Page<ScheduledTask>, "items"> | null;
  tasksLoading: boolean;
  tasksError: ApiError | null;
  fetchExecutionHistory: (filters: HistoryFilters) => Promise<void>;
  /** Asks again, silently: what does not come leaves what is there. */
  refreshExecutionHistory: (filters: HistoryFilters) => Promise<void>;
}

export const historySlice: Slice<HistorySlice> = (set) => {
  let latest = 0;
  return {
    tasks: [],
    tasksPage: null,
    tasksLoading: false,
    tasksError: null,
    fetchExecutionHistory: async (filters) => {
      // An answer that a newer question has overtaken must not replace that one's answer.
      latest += 1;
      const mine = latest;
      set({ tasksLoading: true, tasksError: null });
      try {
        const { items, ...page } = await automationApi.getExecutionHistory(filters);
        if (mine === latest) set({ tasks: items, tasksPage: page, tasksLoading: false });
      } catch (error) {
        if (mine === latest) set({ tasksError: toApiError(error), tasksLoading: false });
      }
    },
    refreshExecutionHistory: async (filters) => {
      const mine = latest;
      const answer = await automationApi.getExecutionHistory(filters).catch(() => null);
      if (answer === null || mine !== latest) return;
      const { items, ...page } = answer;
      // What has not changed stays the same object, so that its row is not drawn again.
      set((old) => ({ tasks: replaceEqualDeep(old.tasks, items), tasksPage: page }));
    },
  };
};
