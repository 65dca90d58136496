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
  /** The whole that they were taken from. */
  draft: ArticleDraft;
}

function useSave(articleId: string, onSaved: (saved: Content, sent: Save) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ changes, version }: Save) =>
      contentApi.change(articleId, { ...changes, base_version: version }),
    onSuccess: (saved, sent) => {
      client.setQueryData(articleQuery(articleId).queryKey, saved);
      void client.invalidateQueries({ queryKey: CONTENT });
      onSaved(saved, sent);
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

interface Draft {
  base: Content;
  draft: ArticleDraft;
  /** Another one when the text was put in place from outside the editor. */
  generation: number;
}

function afterSave({ draft, generation }: Draft, saved: Content, sent: Save): Draft {
  // What was typed while it was being saved stays as it is.
  const next = { ...draftOf(saved), ...changesOf(sent.draft, draft) };
  // A text that was not sent is somebody else's, which the editor does not show yet.
  const foreign = sent.changes.html === undefined && next.html !== draft.html;
  return { base: saved, draft: next, generation: foreign ? generation + 1 : generation };
}

/** What was read, and what was changed since. */
function useDraft(article: Content) {
  const [state, setState] = useState<Draft>(() => ({
    base: article,
    draft: draftOf(article),
    generation: 0,
  }));
  return {
    ...state,
    dirty: isDirty(draftOf(state.base), state.draft),
    set: (values: Partial<ArticleDraft>) => {
      setState((now) => ({ ...now, draft: { ...now.draft, ...values } }));
    },
    start: (from: Content) => {
      setState((now) => ({ base: from, draft: draftOf(from), generation: now.generation + 1 }));
    },
    stored: (saved: Content, sent: Save) => {
      setState((now) => afterSave(now, saved, sent));
    },
  };
}

/** An article while it is written: what was read, what was changed since, and how it is saved. */
export function useArticleEdit(article: Content, onSaved: (before: number, saved: Content) => void) {
  const { base, draft, generation, dirty, set, start, stored } = useDraft(article);
  const save = useSave(article.id, (saved, sent) => {
    stored(saved, sent);
    onSaved(sent.version, saved);
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
      save.mutate({ changes, version: base.version, draft });
    },
    /** Someone else saved meanwhile: theirs becomes an earlier version, ours the newest. */
    saveOver: () => {
      theirs.mutate(undefined, {
        onSuccess: ({ version }) => {
          save.mutate({ changes, version, draft });
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
