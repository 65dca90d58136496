import { notifications } from "@mantine/notifications";
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { meQuery } from "@/features/account";
import type { AccountSettingsRequest } from "@/lib/api";
import { t } from "@/lib/i18n";

import { settingsApi } from "./settings.api";

const SETTINGS = ["settings"] as const;
export const AUDIT_SHOWN = 50;

export const accountQuery = queryOptions({
  queryKey: [...SETTINGS, "account"],
  queryFn: settingsApi.account,
});
export const sitesQuery = queryOptions({ queryKey: [...SETTINGS, "sites"], queryFn: settingsApi.sites });
export const membersQuery = queryOptions({
  queryKey: [...SETTINGS, "members"],
  queryFn: settingsApi.members,
});
export const providersQuery = queryOptions({
  queryKey: [...SETTINGS, "providers"],
  queryFn: settingsApi.providers,
});
export const tokensQuery = queryOptions({
  queryKey: [...SETTINGS, "tokens"],
  queryFn: settingsApi.tokens,
});
export const auditQuery = (page: number) =>
  queryOptions({
    queryKey: [...SETTINGS, "audit", page],
    queryFn: () => settingsApi.audit(page, AUDIT_SHOWN),
    placeholderData: keepPreviousData,
  });

function complain(error: Error) {
  notifications.show({ color: "red", title: t("settings.notSaved"), message: error.message });
}

/** Runs a change, then reads the settings (and who one is) anew. */
export function useChange<Input, Output>(change: (input: Input) => Promise<Output>, quiet = false) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    // A form that shows the problems beside its fields needs no notice besides.
    ...(!quiet && { onError: complain }),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: SETTINGS }),
        client.invalidateQueries({ queryKey: meQuery.queryKey }),
      ]),
  });
}

export const useChangeAccount = () =>
  useChange((body: AccountSettingsRequest) => settingsApi.changeAccount(body));
