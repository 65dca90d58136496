import { queryOptions, useQuery } from "@tanstack/react-query";

import type { EventType } from "@/lib/api";

import { triggersApi } from "./triggers.api";

export const eventTypesQuery = queryOptions({
  queryKey: ["event-types"],
  queryFn: triggersApi.events,
  staleTime: Infinity,
});

const NONE: readonly EventType[] = [];

/** All events that can start a rule; empty until they are known. */
export const useEventTypes = (): readonly EventType[] => useQuery(eventTypesQuery).data ?? NONE;

export const webhookQuery = (rule: string) =>
  queryOptions({
    queryKey: ["webhook", rule],
    queryFn: () => triggersApi.webhook(rule),
    retry: false,
    staleTime: 30_000,
  });
