import { QueryClient } from "@tanstack/react-query";

import { ApiError } from "./api";

const RETRIES = 2;

/** A refusal stays a refusal; only a lost connection or a server in trouble is asked again. */
export function worthRetrying(failures: number, error: Error): boolean {
  if (failures >= RETRIES) return false;
  return error instanceof ApiError && error.isUncertain;
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: worthRetrying, staleTime: 10_000 },
      mutations: { retry: false },
    },
  });
}
