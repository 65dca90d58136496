/** From what the API found to what can be chosen. Knows no React. */
import {
  IconArticle,
  IconBulb,
  IconCircles,
  IconHistory,
  IconListSearch,
  IconPencil,
  IconRoute,
  IconSitemap,
  type TablerIcon,
} from "@tabler/icons-react";

import type { Found } from "@/lib/api";
import { t, tMaybe } from "@/lib/i18n";

export interface Option {
  to: string;
  label: string;
  description: string;
  icon: TablerIcon;
}

export interface Group {
  label: string;
  options: readonly Option[];
}

interface Kind {
  icon: TablerIcon;
  /** Where a hit is looked at. */
  to: (hit: Found) => string;
}

const listed = (page: string) => (hit: Found) => `${page}?search=${encodeURIComponent(hit.title)}`;
const chosen = (page: string, param: string) => (hit: Found) =>
  `${page}?${param}=${encodeURIComponent(hit.id)}`;
const own = (page: string) => (hit: Found) => `${page}/${encodeURIComponent(hit.id)}`;

const KINDS: Readonly<Record<Found["kind"], Kind>> = {
  rule: { icon: IconRoute, to: chosen("/rules", "rule") },
  run: { icon: IconHistory, to: own("/runs") },
  keyword: { icon: IconListSearch, to: listed("/keywords") },
  cluster: { icon: IconCircles, to: own("/clusters") },
  idea: { icon: IconBulb, to: chosen("/ideas", "idea") },
  writing_task: { icon: IconPencil, to: chosen("/writing-tasks", "task") },
  content: { icon: IconArticle, to: own("/articles") },
  page: { icon: IconSitemap, to: chosen("/structure", "page") },
};

function describe({ kind, status, detail }: Found): string {
  const prefix = kind === "run" ? "runStatus" : kind === "content" ? "contentStatus" : "ruleStatus";
  const inWords = tMaybe(`${prefix}.${status}`, "");
  return [inWords, detail].filter(Boolean).join(" · ");
}

/** The hits by kind, both in the order in which they came. */
export function groupsOf(found: readonly Found[]): Group[] {
  const kinds = [...new Set(found.map(({ kind }) => kind))];
  return kinds.map((kind) => ({
    label: t(`search.kind.${kind}`),
    options: found
      .filter((hit) => hit.kind === kind)
      .map((hit) => ({
        to: KINDS[kind].to(hit),
        label: hit.title,
        description: describe(hit),
        icon: KINDS[kind].icon,
      })),
  }));
}
