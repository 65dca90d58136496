import { notifications as toasts } from "@mantine/notifications";
import {
  keepPreviousData,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";

import { t } from "@/lib/i18n";

import { type NoticeFilters, notificationsApi } from "./notifications.api";

const NOTICES = ["notifications"] as const;
const POLL_MS = 30_000;
export const NOTICES_SHOWN = 30;

const unreadQuery = queryOptions({
  queryKey: [...NOTICES, "unread"],
  // Only the number is wanted, and it stands beside any page.
  queryFn: () => notificationsApi.list({ unread: true, page_size: 1 }),
  refetchInterval: POLL_MS,
});

export const noticesQuery = queryOptions({
  queryKey: [...NOTICES, "list"],
  queryFn: () => notificationsApi.list({ page_size: NOTICES_SHOWN }),
  // Opened to see what is new.
  staleTime: 0,
});

/** A page of the notifications, for whoever looks for one. */
export const noticesPageQuery = (filters: NoticeFilters) =>
  queryOptions({
    queryKey: [...NOTICES, "page", filters],
    queryFn: () => notificationsApi.list(filters),
    placeholderData: keepPreviousData,
    refetchInterval: POLL_MS,
  });

export function useUnreadCount(): number {
  return useQuery(unreadQuery).data?.count ?? 0;
}

function complain(error: Error) {
  toasts.show({ color: "red", title: t("notices.failed"), message: error.message });
}

/** Marks one as read by its id, or all of them. */
export function useMarkRead() {
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: NOTICES });
  const one = useMutation({ mutationFn: notificationsApi.markRead, onError: complain, onSettled });
  const all = useMutation({ mutationFn: notificationsApi.markAllRead, onError: complain, onSettled });
  return { one, all };
}
