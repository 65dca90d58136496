import { create } from "zustand";

import { catalogSlice } from "./catalogSlice";
import { executionSlice } from "./executionSlice";
import { historySlice } from "./historySlice";
import { rulesSlice } from "./rulesSlice";
import type { AutomationState } from "./storeTypes";

export const useAutomationStore = create<AutomationState>()((...args) => ({
  ...rulesSlice(...args),
  ...executionSlice(...args),
  ...historySlice(...args),
  ...catalogSlice(...args),
}));
