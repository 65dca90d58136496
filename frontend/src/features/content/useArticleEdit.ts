import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { ApiError, type Content } from "@/lib/api";

import { contentApi } from "./content.api";
import { type ArticleDraft, changesOf, draftOf, isDirty } from "./draft";
import { articleQuery, CONTENT } from "./queries";

function fieldErrors(error: Error | null): Readonly<Record<string, string>> {
  if (!(error instanceof ApiError)) return {};
  return Object.fromEntries(
    Object.entries(error.fields).map(([name, texts]) => [name, texts.join(" ")]),
  );
}

function isOvertaken(error: Error | null): boolean {
  return error instanceof ApiError && error.code === "version_conflict";
}

/** An article while it is written: what was read, what was changed since, and how it is saved. */
export function useArticleEdit(article: Content, onSaved: (before: number, saved: Content) => void) {
  const client = useQueryClient();
  const [base, setBase] = useState(article);
  const [draft, setDraft] = useState<ArticleDraft>(() => draftOf(article));
  const [generation, setGeneration] = useState(0);
  const save = useMutation({
    mutationFn: (baseVersion: number) =>
      contentApi.change(article.id, {
        ...changesOf(draftOf(base), draft),
        base_version: baseVersion,
      }),
    onSuccess: (saved) => {
      client.setQueryData(articleQuery(article.id).queryKey, saved);
      void client.invalidateQueries({ queryKey: CONTENT });
      setBase(saved);
      // What was typed while it was being saved stays as it is.
      setDraft((now) => (now === draft ? draftOf(saved) : now));
      onSaved(base.version, saved);
    },
  });
  const start = (from: Content) => {
    setBase(from);
    setDraft(draftOf(from));
    setGeneration((count) => count + 1);
    save.reset();
  };
  return {
    base,
    draft,
    /** Another one when the text was put in place from outside the editor. */
    generation,
    dirty: isDirty(draftOf(base), draft),
    saving: save.isPending,
    error: save.error,
    errors: fieldErrors(save.error),
    overtaken: isOvertaken(save.error),
    set: (values: Partial<ArticleDraft>) => {
      setDraft((now) => ({ ...now, ...values }));
    },
    save: () => {
      save.mutate(base.version);
    },
    /** Someone else saved meanwhile: theirs becomes an earlier version, ours the newest. */
    saveOver: async () => {
      const theirs = await contentApi.read(article.id);
      save.mutate(theirs.version);
    },
    /** Someone else saved meanwhile: theirs is loaded, ours is gone. */
    takeTheirs: async () => {
      start(await contentApi.read(article.id));
    },
    revert: () => {
      start(base);
    },
  };
}

export type ArticleEdit = ReturnType<typeof useArticleEdit>;
