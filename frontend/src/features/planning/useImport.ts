import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import {
  ApiError,
  asApiError,
  type ImportError,
  type ImportPreview,
  type ImportProgress,
  type ImportResult,
  type ImportStarted,
} from "@/lib/api";
import { t } from "@/lib/i18n";

import { keywordsApi } from "./keywords.api";
import type { Mapping } from "./mapping";
import { PLANNING } from "./queries";

const POLL_MS = 1000;

export interface ImportOutcome {
  created: number;
  updated: number;
  skipped: number;
  errors: readonly ImportError[];
  /** Of how many; the errors themselves are cut off at some number. */
  errorCount: number;
}

export type ImportState =
  | { kind: "idle" }
  | { kind: "reading" }
  | { kind: "preview"; file: File; preview: ImportPreview }
  | { kind: "running"; rows: number | null; percent: number | null }
  | { kind: "done"; outcome: ImportOutcome }
  | { kind: "failed"; error: ApiError };

function outcomeOf(result: ImportResult | ImportProgress): ImportOutcome {
  const { created, updated, skipped, errors } = result;
  const errorCount = "error_count" in result ? result.error_count : errors.length;
  return { created, updated, skipped, errors, errorCount };
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
    queryKey: ["import", importId],
    queryFn: () => keywordsApi.importProgress(importId ?? ""),
    enabled: importId !== null,
    refetchInterval: ({ state }) => (isOver(state.data) ? false : POLL_MS),
    staleTime: 0,
  });
}

const failed = (error: Error): ImportState => ({
  kind: "failed",
  error: asApiError(error, t("error.offline")),
});

const idOf = (answer: ImportResult | ImportStarted | undefined): string | null =>
  answer !== undefined && "import_id" in answer ? answer.import_id : null;

/** Looks into a file, sends it, follows a large one until it is through, and refreshes the lists then. */
export function useImport(siteId: string) {
  const client = useQueryClient();
  const look = useMutation({
    mutationFn: async (file: File) => ({ file, preview: await keywordsApi.preview(file) }),
  });
  const upload = useMutation({
    mutationFn: ({ file, mapping }: { file: File; mapping: Mapping | null }) =>
      keywordsApi.importFile(file, siteId, mapping),
  });
  const progress = useImportProgress(idOf(upload.data));

  const state = ((): ImportState => {
    if (upload.isPending) return { kind: "running", rows: null, percent: null };
    if (upload.error) return failed(upload.error);
    if (upload.data !== undefined) {
      return "import_id" in upload.data
        ? stateOfProgress(progress.data)
        : { kind: "done", outcome: outcomeOf(upload.data) };
    }
    if (look.isPending) return { kind: "reading" };
    if (look.error) return failed(look.error);
    return look.data === undefined ? { kind: "idle" } : { kind: "preview", ...look.data };
  })();

  const done = state.kind === "done";
  useEffect(() => {
    if (done) void client.invalidateQueries({ queryKey: PLANNING });
  }, [client, done]);
  const reset = () => {
    look.reset();
    upload.reset();
  };
  const choose = (file: File) => {
    upload.reset();
    look.mutate(file);
  };
  return { state, choose, start: upload.mutate, reset };
}

export type KeywordImport = ReturnType<typeof useImport>;
