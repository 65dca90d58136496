import type { ActionType } from "@/lib/api";

import { automationApi } from "./automation.api";
import { type Slice, toApiError } from "./storeTypes";

export interface CatalogSlice {
  actionTypes: ActionType[];
  fetchActionTypes: () => Promise<void>;
}

export const catalogSlice: Slice<CatalogSlice> = (set) => ({
  actionTypes: [],
  fetchActionTypes: async () => {
    try {
      set({ actionTypes: await automationApi.getActionTypes() });
    } catch (error) {
      set({ error: toApiError(error) });
    }
  },
});
