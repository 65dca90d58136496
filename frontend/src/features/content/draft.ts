/** What a person changes of an article before it is saved. */
import type { Content, ContentChange } from "@/lib/api";

export const DRAFT_FIELDS = [
  "title",
  "slug",
  "keyphrase",
  "meta_title",
  "meta_description",
  "excerpt",
  "html",
] as const;

export type DraftField = (typeof DRAFT_FIELDS)[number];

/** The states that people set; the others follow what is published. */
export const SETTABLE = ["draft", "review", "approved"] as const;
export type SettableStatus = (typeof SETTABLE)[number];

export type ArticleDraft = Record<DraftField, string> & {
  status: Content["status"];
  needs_writing: boolean;
};

export function draftOf(article: Content): ArticleDraft {
  const { title, slug, keyphrase, meta_title, meta_description, excerpt, html } = article;
  const { status, needs_writing } = article;
  return { title, slug, keyphrase, meta_title, meta_description, excerpt, html, status, needs_writing };
}

/** Only what differs, so that nobody overwrites what they never touched. */
export function changesOf(base: ArticleDraft, draft: ArticleDraft): ContentChange {
  const changes: ContentChange = {};
  for (const name of DRAFT_FIELDS) if (draft[name] !== base[name]) changes[name] = draft[name];
  if (draft.status !== base.status) changes.status = draft.status;
  if (draft.needs_writing !== base.needs_writing) changes.needs_writing = draft.needs_writing;
  return changes;
}

export function isDirty(base: ArticleDraft, draft: ArticleDraft): boolean {
  return Object.keys(changesOf(base, draft)).length > 0;
}

export function isSettable(status: Content["status"]): status is SettableStatus {
  return (SETTABLE as readonly string[]).includes(status);
}
