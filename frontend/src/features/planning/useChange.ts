import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";

import { t } from "@/lib/i18n";

import { PLANNING } from "./queries";

interface ChangeOptions<V, R> {
  /** What to tell when it is done; nothing where the screen shows it anyway. */
  done?: (result: R, value: V) => string;
  onDone?: (result: R) => void;
}

/** Changes something on the server, reads the lists anew, and says why where it was refused. */
export function useChange<V, R>(
  change: (value: V) => Promise<R>,
  { done, onDone }: ChangeOptions<V, R> = {},
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (result, value) => {
      if (done) notifications.show({ message: done(result, value) });
      onDone?.(result);
    },
    onError: (error) => {
      notifications.show({ color: "red", title: t("planning.notDone"), message: error.message });
    },
    onSettled: () => client.invalidateQueries({ queryKey: PLANNING }),
  });
}
