import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { t } from "@/lib/i18n";

import { type Group, groupsOf } from "./hits";
import { searchApi } from "./search.api";

const PAUSE_MS = 200;
/** The API finds nothing for fewer letters. */
const SHORTEST = 2;

// One and the same, so that nothing is drawn anew for it.
const NONE: readonly Group[] = [];

interface FoundView {
  groups: readonly Group[];
  /** What to say instead of hits, while there are none to show. */
  note: string | null;
}

/** What the account has with the words of the query, as soon as the typing pauses. */
export function useFound(query: string): FoundView {
  const [words] = useDebouncedValue(query, PAUSE_MS);
  const asked = words.length >= SHORTEST;
  const { data, error } = useQuery({
    queryKey: ["search", words],
    queryFn: ({ signal }) => searchApi.find(words, signal),
    enabled: asked,
    staleTime: 30_000,
  });
  // What earlier letters have found is not shown: Enter would go there.
  const fresh = asked && words === query ? data : undefined;
  const groups = useMemo(() => (fresh === undefined ? NONE : groupsOf(fresh)), [fresh]);
  if (query.length < SHORTEST) return { groups: NONE, note: null };
  if (error !== null) return { groups: NONE, note: t("search.failed") };
  return { groups, note: fresh === undefined ? t("search.searching") : null };
}
