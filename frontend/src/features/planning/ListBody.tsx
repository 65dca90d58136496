import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { ErrorState, LoadingList } from "@/components/states";
import { asApiError, type Page } from "@/lib/api";
import { t } from "@/lib/i18n";

interface ListBodyProps<T> {
  query: UseQueryResult<Page<T>>;
  /** What stands there when the list has nothing. */
  empty: ReactNode;
  children: (page: Page<T>, busy: boolean) => ReactNode;
}

/** A list, or what stands in its place: being loaded, not to be had, empty. */
export function ListBody<T>({ query, empty, children }: ListBodyProps<T>) {
  const { data, error, isPlaceholderData, refetch } = query;
  if (error !== null) {
    return (
      <ErrorState
        error={asApiError(error, t("error.offline"))}
        onRetry={() => {
          void refetch();
        }}
      />
    );
  }
  if (data === undefined) return <LoadingList />;
  if (data.items.length === 0) return empty;
  return children(data, isPlaceholderData);
}
