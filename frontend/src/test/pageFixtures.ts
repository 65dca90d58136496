import type { SitePage } from "@/lib/api";

/** A planned page; its title and slug are its id where nothing else is said. */
export function sitePage(part: Partial<SitePage> & { id: string }): SitePage {
  return {
    site: "s1",
    parent: null,
    cluster: null,
    content: null,
    kind: "article",
    title: part.id,
    slug: part.id,
    path: `/${part.id}/`,
    purpose: "",
    keyphrase: "",
    internal_links: [],
    status: "planned",
    position: 0,
    demand: 0,
    created_at: "2026-03-02T09:00:00Z",
    updated_at: "2026-03-02T09:00:00Z",
    ...part,
  };
}
