import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { ApiError, type AutomationRuleRequest, type Estimate } from "@/lib/api";
import { t } from "@/lib/i18n";
import type { Problems } from "@/lib/rule";

import { draftRequest, type RuleDoc } from "./document";
import { editorApi } from "./editor.api";
import type { EditorStore } from "./editorStore";
import { mergeProblems, type Problem, problemList } from "./problems";

const PAUSE_MS = 500;

interface Check {
  estimate: Estimate | null;
  problems: Problems;
}

export interface LiveCheck {
  /** What a run would cost; null while unknown, or while something is wrong. */
  estimate: Estimate | null;
  /** By the place that the API names, those of the last refused attempt to save among them. */
  problems: Problems;
  list: readonly Problem[];
  pending: boolean;
}

/** A rule without a name costs what it costs; the name is asked for when it is saved. */
function body(doc: RuleDoc): AutomationRuleRequest {
  const name = doc.name.trim() === "" ? t("editor.new") : doc.name.trim();
  return { ...draftRequest(doc), name, ...(doc.site !== null && { site: doc.site }) };
}

async function check(doc: RuleDoc, ruleId: string | null): Promise<Check> {
  try {
    return { estimate: await editorApi.estimate(body(doc), ruleId), problems: {} };
  } catch (error) {
    const told = error instanceof ApiError && Object.keys(error.fields).length > 0;
    if (!told) throw error;
    return { estimate: null, problems: error.fields };
  }
}

/** Price and problems of what is in hand, a moment after each change. */
export function useLiveCheck(store: EditorStore): LiveCheck {
  const doc = store((state) => state.doc);
  const ruleId = store((state) => state.rule?.id ?? null);
  const refused = store((state) => state.refused);
  const [settled] = useDebouncedValue(doc, PAUSE_MS);
  const query = useQuery({
    queryKey: ["editor", "check", ruleId, body(settled)],
    queryFn: () => check(settled, ruleId),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const found = query.data?.problems;
  const problems = useMemo(() => mergeProblems(found ?? {}, refused), [found, refused]);
  const list = useMemo(() => problemList(doc, problems), [doc, problems]);
  const pending = query.isFetching || settled !== doc;
  return { estimate: query.data?.estimate ?? null, problems, list, pending };
}
