import type { StateCreator } from "zustand";

import { type ApiError, asApiError } from "@/lib/api";
import { t } from "@/lib/i18n";

import type { CatalogSlice } from "./catalogSlice";
import type { ExecutionSlice } from "./executionSlice";
import type { HistorySlice } from "./historySlice";
import type { RulesSlice } from "./rulesSlice";

export type AutomationState = RulesSlice & ExecutionSlice & HistorySlice & CatalogSlice;
export type Slice<S> = StateCreator<AutomationState, [], [], S>;

export function toApiError(error: unknown): ApiError {
  return asApiError(error, t("error.offline"));
}
