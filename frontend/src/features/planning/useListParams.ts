import { useCallback } from "react";
import { useSearchParams } from "react-router";

export type ParamChanges = Readonly<Record<string, string | null>>;

/**
 * What a list shows, kept in the address: it can be linked to, and going back leads to it again.
 * Whatever changes what is listed leads back to the first page.
 */
export function useListParams(defaultSort: string) {
  const [params, setParams] = useSearchParams();
  const set = useCallback(
    (changes: ParamChanges) => {
      setParams(
        (before) => {
          const next = new URLSearchParams(before);
          if (!("page" in changes)) next.delete("page");
          for (const [name, value] of Object.entries(changes)) {
            if (value === null || value === "") next.delete(name);
            else next.set(name, value);
          }
          return next;
        },
        { replace: true },
      );
    },
    [setParams],
  );
  return {
    page: Math.max(1, Math.trunc(Number(params.get("page"))) || 1),
    search: params.get("search") ?? "",
    sort: params.get("sort") ?? defaultSort,
    get: (name: string) => params.get(name) ?? "",
    set,
  };
}

export type ListParams = ReturnType<typeof useListParams>;

/** The parameters among `names` that say something. */
export function filtersOf(params: ListParams, names: readonly string[]): Record<string, string> {
  const pairs = names.map((name) => [name, params.get(name)] as const);
  return Object.fromEntries(pairs.filter(([, value]) => value !== ""));
}
