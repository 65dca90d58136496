import { Container } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Navigate, useLocation } from "react-router";

import { ErrorState, LoadingPage } from "@/components/states";
import { asApiError } from "@/lib/api";
import { t } from "@/lib/i18n";

import { meQuery, useSessionEnd } from "./session";

/** Shows its children to someone who is logged in, the login page to everyone else. */
export function RequireSession({ children }: { children: ReactNode }) {
  useSessionEnd();
  const me = useQuery(meQuery);
  const { pathname, search } = useLocation();
  if (me.data === null) return <Navigate to="/login" replace state={{ from: pathname + search }} />;
  if (me.data !== undefined) return children;
  if (me.error === null) return <LoadingPage />;
  return (
    <Container size="xs" pt="15vh">
      <ErrorState
        error={asApiError(me.error, t("error.offline"))}
        onRetry={() => {
          void me.refetch();
        }}
      />
    </Container>
  );
}
