import { notifications } from "@mantine/notifications";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import type { SitePage, SitePageChange, SitePageRequest } from "@/lib/api";
import { t } from "@/lib/i18n";
import { newIdempotencyKey } from "@/lib/idempotency";

import { structureApi } from "./structure.api";
import { applyMove, type Move } from "./tree";

export const pagesQuery = (siteId: string) =>
  queryOptions({
    queryKey: ["pages", siteId],
    queryFn: () => structureApi.pages(siteId),
  });

function tellFailure(title: string) {
  return (error: Error) => {
    notifications.show({ color: "red", title, message: error.message });
  };
}

/** Moves show at once; one that the server refuses goes back. */
export function useMovePage(siteId: string) {
  const client = useQueryClient();
  const { queryKey } = pagesQuery(siteId);
  const tell = tellFailure(t("structure.notMoved"));
  return useMutation({
    mutationFn: ({ page, move }: { page: SitePage; move: Move }) =>
      structureApi.move(page.id, move, newIdempotencyKey()),
    onMutate: async ({ page, move }) => {
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData(queryKey);
      if (before) client.setQueryData(queryKey, applyMove(before, page.id, move));
      return before;
    },
    onError: (error, _, before) => {
      client.setQueryData(queryKey, before);
      tell(error);
    },
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
}

export function useCreatePage(siteId: string, onCreated: (page: SitePage) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ body, key }: { body: SitePageRequest; key: string }) =>
      structureApi.create(body, key),
    onSuccess: async (page) => {
      await client.invalidateQueries({ queryKey: pagesQuery(siteId).queryKey });
      notifications.show({ message: t("structure.created", { title: page.title }) });
      onCreated(page);
    },
  });
}

export function useChangePage(siteId: string, pageId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: SitePageChange) => structureApi.change(pageId, body),
    onSuccess: async (page) => {
      await client.invalidateQueries({ queryKey: pagesQuery(siteId).queryKey });
      notifications.show({ message: t("structure.saved", { title: page.title }) });
    },
  });
}

export function useRemovePage(siteId: string, onSettled: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (page: SitePage) => structureApi.remove(page.id),
    onSuccess: async (_, page) => {
      await client.invalidateQueries({ queryKey: pagesQuery(siteId).queryKey });
      notifications.show({ message: t("structure.removed", { title: page.title }) });
    },
    onError: tellFailure(t("structure.notRemoved")),
    onSettled,
  });
}
