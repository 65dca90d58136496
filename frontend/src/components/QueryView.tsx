import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { asApiError } from "@/lib/api";
import { t } from "@/lib/i18n";

import { ErrorState, LoadingList } from "./states";

interface QueryViewProps<Data> {
  query: UseQueryResult<Data>;
  /** Grey lines while it loads. */
  rows?: number;
  children: (data: Data) => ReactNode;
}

/** What a query gave; before that grey lines, and what went wrong with a way to try again. */
export function QueryView<Data>({ query, rows = 4, children }: QueryViewProps<Data>) {
  const { data, error, refetch } = query;
  if (data !== undefined) return children(data);
  if (error === null) return <LoadingList rows={rows} />;
  return (
    <ErrorState
      error={asApiError(error, t("error.offline"))}
      onRetry={() => {
        void refetch();
      }}
    />
  );
}
