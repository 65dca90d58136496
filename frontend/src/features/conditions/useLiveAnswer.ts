import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import type { ApiError } from "@/lib/api";
import { asApiError, type ConditionsTried } from "@/lib/api";
import { t } from "@/lib/i18n";
import type { Condition } from "@/lib/rule";

import { conditionsApi, type Sample } from "./conditions.api";
import { type LiveResults, liveResults } from "./live";

const PAUSE_MS = 350;
const NONE: LiveResults = {};

interface LiveAnswerOptions {
  conditions: Condition | null;
  /** Null: nothing is tried. */
  sample: Sample | null;
  ruleId?: string | null;
  /** What the places of the results begin with. */
  prefix?: string;
}

export interface LiveVerdict {
  answer: ConditionsTried | null;
  results: LiveResults;
  error: ApiError | null;
  pending: boolean;
}

/** How conditions come out on a sample; asked anew a moment after each change. */
export function useLiveAnswer(options: LiveAnswerOptions): LiveVerdict {
  const { conditions, sample, ruleId = null, prefix = "conditions" } = options;
  const [asked] = useDebouncedValue(conditions, PAUSE_MS);
  const wanted = sample !== null && asked !== null;
  const { data, error, isFetching } = useQuery({
    queryKey: ["live-conditions", asked, sample, ruleId],
    queryFn: () =>
      asked === null || sample === null
        ? null
        : conditionsApi.tryConditions({ conditions: asked, sample, ruleId }),
    enabled: wanted,
    retry: false,
    placeholderData: keepPreviousData,
  });
  const answer = wanted && error === null ? (data ?? null) : null;
  // A result belongs to a place: what has moved since has none.
  const current = asked === conditions ? answer : null;
  const results = useMemo(
    () => (current === null ? NONE : liveResults(current.evaluation, prefix)),
    [current, prefix],
  );
  return {
    answer,
    results,
    error: wanted && error !== null ? asApiError(error, t("error.offline")) : null,
    pending: isFetching,
  };
}
