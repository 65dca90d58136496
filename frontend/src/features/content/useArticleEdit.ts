import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { ApiError, type Content, type ContentChange } from "@/lib/api";
import { t } from "@/lib/i18n";

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

interface Save {
  changes: ContentChange;
  /** The version that they were made on. */
  version: number;
}

function useSave(articleId: string, onSaved: (saved: Content) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ changes, version }: Save) =>
      contentApi.change(articleId, { ...changes, base_version: version }),
    onSuccess: (saved) => {
      client.setQueryData(articleQuery(articleId).queryKey, saved);
      void client.invalidateQueries({ queryKey: CONTENT });
      onSaved(saved);
    },
  });
}

/** The article as somebody else saved it meanwhile. */
function useTheirs(articleId: string) {
  return useMutation({
    mutationFn: () => contentApi.read(articleId),
    onError: (error) => {
      notifications.show({ color: "red", title: t("article.saveFailed"), message: error.message });
    },
  });
}

/** What was read, and what was changed since. */
function useDraft(article: Content) {
  const [base, setBase] = useState(article);
  const [draft, setDraft] = useState<ArticleDraft>(() => draftOf(article));
  const [generation, setGeneration] = useState(0);
  return {
    base,
    draft,
    /** Another one when the text was put in place from outside the editor. */
    generation,
    dirty: isDirty(draftOf(base), draft),
    set: (values: Partial<ArticleDraft>) => {
      setDraft((now) => ({ ...now, ...values }));
    },
    start: (from: Content) => {
      setBase(from);
      setDraft(draftOf(from));
      setGeneration((count) => count + 1);
    },
    stored: (saved: Content) => {
      setBase(saved);
      // What was typed while it was being saved stays as it is.
      setDraft((now) => (now === draft ? draftOf(saved) : now));
    },
  };
}

/** An article while it is written: what was read, what was changed since, and how it is saved. */
export function useArticleEdit(article: Content, onSaved: (before: number, saved: Content) => void) {
  const { base, draft, generation, dirty, set, start, stored } = useDraft(article);
  const save = useSave(article.id, (saved) => {
    stored(saved);
    onSaved(base.version, saved);
  });
  const theirs = useTheirs(article.id);
  const changes = changesOf(draftOf(base), draft);
  const restart = (from: Content) => {
    start(from);
    save.reset();
  };
  return {
    ...{ base, draft, generation, dirty, set },
    saving: save.isPending || theirs.isPending,
    error: save.error,
    errors: fieldErrors(save.error),
    overtaken: isOvertaken(save.error),
    save: () => {
      save.mutate({ changes, version: base.version });
    },
    /** Someone else saved meanwhile: theirs becomes an earlier version, ours the newest. */
    saveOver: () => {
      theirs.mutate(undefined, {
        onSuccess: ({ version }) => {
          save.mutate({ changes, version });
        },
      });
    },
    /** Someone else saved meanwhile: theirs is loaded, ours is gone. */
    takeTheirs: () => {
      theirs.mutate(undefined, { onSuccess: restart });
    },
    revert: () => {
      restart(base);
    },
  };
}

export type ArticleEdit = ReturnType<typeof useArticleEdit>;
