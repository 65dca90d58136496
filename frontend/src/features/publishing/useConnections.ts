import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";

import type { Connection, ConnectionChange } from "@/lib/api";
import { t } from "@/lib/i18n";

import { publishingApi } from "./publishing.api";
import { CONNECTIONS, PUBLICATIONS } from "./queries";

function useRefresh() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: CONNECTIONS });
}

function tellFailure(title: string) {
  return (error: Error) => {
    notifications.show({ color: "red", title, message: error.message });
  };
}

export function useTestConnection(connection: Connection) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: () => publishingApi.test(connection.id),
    onSuccess: async ({ usable }) => {
      await refresh();
      notifications.show({
        color: usable ? "pine" : "red",
        message: t(usable ? "connection.works" : "connection.fails", { name: connection.name }),
      });
    },
    onError: tellFailure(t("connection.testFailed")),
  });
}

export function useChangeConnection(connection: Connection) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (values: ConnectionChange) => publishingApi.change(connection.id, values),
    onSuccess: refresh,
    onError: tellFailure(t("connection.notChanged")),
  });
}

export function useRemoveConnection(connection: Connection, onSettled: () => void) {
  const refresh = useRefresh();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => publishingApi.remove(connection.id),
    onSuccess: async () => {
      await refresh();
      void client.invalidateQueries({ queryKey: PUBLICATIONS });
      notifications.show({ message: t("connection.removed", { name: connection.name }) });
    },
    onError: tellFailure(t("connection.notRemoved")),
    onSettled,
  });
}
