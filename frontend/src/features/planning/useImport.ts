import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import {
  ApiError,
  asApiError,
  type ImportError,
  type ImportProgress,
  type ImportResult,
} from "@/lib/api";
import { t } from "@/lib/i18n";

import { planningApi } from "./planning.api";

const POLL_MS = 1000;

export interface ImportOutcome {
  created: number;
  updated: number;
  skipped: number;
  errors: readonly ImportError[];
}

export type ImportState =
  | { kind: "idle" }
  | { kind: "running"; rows: number | null; percent: number | null }
  | { kind: "done"; outcome: ImportOutcome }
  | { kind: "failed"; error: ApiError };

function outcomeOf(result: ImportResult | ImportProgress): ImportOutcome {
  const { created, updated, skipped, errors } = result;
  return { created, updated, skipped, errors };
}

function stateOfProgress(progress: ImportProgress | undefined): ImportState {
  if (progress === undefined) return { kind: "running", rows: null, percent: null };
  if (progress.status === "completed") return { kind: "done", outcome: outcomeOf(progress) };
  if (progress.status === "failed") {
    return { kind: "failed", error: new ApiError("import_failed", progress.error_message, 0) };
  }
  return { kind: "running", rows: progress.rows_read, percent: progress.progress };
}

function isOver(progress: ImportProgress | undefined): boolean {
  return progress?.status === "completed" || progress?.status === "failed";
}

function useImportProgress(importId: string | null) {
  return useQuery({
    queryKey: ["planning", "import", importId],
    queryFn: () => planningApi.importProgress(importId ?? ""),
    enabled: importId !== null,
    refetchInterval: ({ state }) => (isOver(state.data) ? false : POLL_MS),
    staleTime: 0,
  });
}

/** Sends a file, follows a large one until it is through, and refreshes the lists then. */
export function useImport(siteId: string) {
  const client = useQueryClient();
  const upload = useMutation({ mutationFn: (file: File) => planningApi.importKeywords(file, siteId) });
  const started = upload.data !== undefined && "import_id" in upload.data ? upload.data : null;
  const importId = started?.import_id ?? null;
  const progress = useImportProgress(importId);

  const state = ((): ImportState => {
    if (upload.isPending) return { kind: "running", rows: null, percent: null };
    if (upload.error) return { kind: "failed", error: asApiError(upload.error, t("error.offline")) };
    if (upload.data === undefined) return { kind: "idle" };
    if ("import_id" in upload.data) return stateOfProgress(progress.data);
    return { kind: "done", outcome: outcomeOf(upload.data) };
  })();

  const done = state.kind === "done";
  useEffect(() => {
    if (done) void client.invalidateQueries({ queryKey: ["planning", "keywords"] });
  }, [client, done]);
  return { state, start: upload.mutate, reset: upload.reset };
}
