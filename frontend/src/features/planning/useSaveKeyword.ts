import { useQueryClient } from "@tanstack/react-query";

import type { Keyword, KeywordChange, Page } from "@/lib/api";

import { keywordsApi } from "./keywords.api";
import { KEYWORDS, PLANNING } from "./queries";

/**
 * Saves a change of one keyword. Lists take over the row where it stands: it keeps its place under the
 * hand that changes it, and is sorted in when the list is read next.
 */
export function useSaveKeyword() {
  const client = useQueryClient();
  return async (id: string, change: KeywordChange): Promise<void> => {
    const saved = await keywordsApi.change(id, change);
    client.setQueriesData<Page<Keyword>>({ queryKey: KEYWORDS }, (page) =>
      page === undefined
        ? page
        : { ...page, items: page.items.map((row) => (row.id === id ? saved : row)) },
    );
    void client.invalidateQueries({ queryKey: [...PLANNING, "clusters"] });
  };
}
