/** What a person writes about a page before it is saved. */
import type { PageKind, SitePage, SitePageChange } from "@/lib/api";

import { findNode, type TreeNode, withBelow } from "./tree";

export const KINDS: readonly PageKind[] = ["hub", "article", "about", "contact", "legal"];

export interface PageDraft {
  title: string;
  slug: string;
  kind: PageKind;
  parent: string | null;
  purpose: string;
  keyphrase: string;
  cluster: string | null;
  internal_links: string[];
}

export function draftOfPage(page: SitePage): PageDraft {
  const { title, slug, kind, parent, purpose, keyphrase, cluster, internal_links } = page;
  return { title, slug, kind, parent, purpose, keyphrase, cluster, internal_links };
}

export function blankDraft(kind: PageKind, parent: string | null): PageDraft {
  const title = "";
  return {
    title,
    slug: "",
    kind,
    parent,
    purpose: "",
    keyphrase: "",
    cluster: null,
    internal_links: [],
  };
}

function differs(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) !== JSON.stringify(other);
}

export function changesOfPage(base: PageDraft, draft: PageDraft): SitePageChange {
  const names = Object.keys(draft) as (keyof PageDraft)[];
  return Object.fromEntries(
    names.filter((name) => differs(base[name], draft[name])).map((name) => [name, draft[name]]),
  );
}

export interface ParentChoice {
  value: string;
  label: string;
}

/** The pages that a page may stand below: all but itself and those below it. */
export function parentChoices(tree: readonly TreeNode[], pageId: string | null): ParentChoice[] {
  const own = pageId === null ? null : findNode(tree, pageId);
  const barred = own ? withBelow(own.node) : new Set<string>();
  const choices = (nodes: readonly TreeNode[]): ParentChoice[] =>
    nodes
      .filter(({ page }) => !barred.has(page.id))
      .flatMap(({ page, level, children }) => [
        { value: page.id, label: `${"\u2003".repeat(level)}${page.title}` },
        ...choices(children),
      ]);
  return choices(tree);
}
