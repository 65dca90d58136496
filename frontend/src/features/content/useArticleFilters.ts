import { useSearchParams } from "react-router";

import { useCurrentSite } from "@/features/account";
import type { ContentStatus } from "@/lib/api";

import type { ContentFilters } from "./content.api";

export const PAGE_SIZE = 50;
export const STATUSES = ["draft", "review", "approved", "scheduled", "published"] as const;
export const SCORES = ["good", "ok", "bad"] as const;
export const WRITING = ["needs", "written"] as const;

type Score = (typeof SCORES)[number];

/** The scores of a rating, both ends included, as the API asks for them. */
const BANDS: Readonly<Record<Score, { min_score?: string; max_score?: string }>> = {
  good: { min_score: "70" },
  ok: { min_score: "40", max_score: "69" },
  bad: { max_score: "39" },
};

const NEWEST = "-updated_at";

function oneOf<T extends string>(values: readonly T[], value: string | null): T | null {
  return values.find((one) => one === value) ?? null;
}

export interface ShownArticles {
  search: string;
  status: ContentStatus | null;
  score: Score | null;
  writing: (typeof WRITING)[number] | null;
  sort: string;
  page: number;
}

function shownOf(params: URLSearchParams): ShownArticles {
  return {
    search: params.get("search") ?? "",
    status: oneOf(STATUSES, params.get("status")),
    score: oneOf(SCORES, params.get("score")),
    writing: oneOf(WRITING, params.get("writing")),
    sort: params.get("sort") ?? NEWEST,
    page: Math.max(1, Number(params.get("page")) || 1),
  };
}

export function queryOf(shown: ShownArticles, siteId: string | undefined): ContentFilters {
  const { search, status, score, writing, sort, page } = shown;
  return {
    page,
    page_size: PAGE_SIZE,
    ordering: sort,
    ...(siteId !== undefined && { site: siteId }),
    ...(search !== "" && { search }),
    ...(status !== null && { status }),
    ...(score !== null && BANDS[score]),
    ...(writing !== null && { needs_writing: String(writing === "needs") }),
  };
}

/** Filters, order and page live in the address: they survive a reload, and a link brings them along. */
export function useArticleFilters() {
  const site = useCurrentSite();
  const [params, setParams] = useSearchParams();
  const shown = shownOf(params);
  const change = (changes: Readonly<Record<string, string | null>>) => {
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        // Another filter begins at the first page.
        const all: Readonly<Record<string, string | null>> = { page: null, ...changes };
        for (const [name, value] of Object.entries(all)) {
          if (value === null || value === "") next.delete(name);
          else next.set(name, value);
        }
        return next;
      },
      { replace: true },
    );
  };
  const filtered =
    shown.search !== "" || shown.status !== null || shown.score !== null || shown.writing !== null;
  return { shown, change, filtered, filters: queryOf(shown, site?.id) };
}
