import type { ReactNode } from "react";

import { ErrorState, LoadingList } from "@/components/states";
import { asApiError } from "@/lib/api";
import { t } from "@/lib/i18n";

import { type Catalog, useCatalog } from "./queries";

/** What needs the kinds of steps and events, once they are known. */
export function CatalogGate({ children }: { children: (catalog: Catalog) => ReactNode }) {
  const catalog = useCatalog();
  if (catalog.error !== null) {
    const error = asApiError(catalog.error, t("error.offline"));
    return <ErrorState error={error} onRetry={catalog.retry} />;
  }
  return catalog.ready ? children(catalog) : <LoadingList rows={4} />;
}
