import { queryOptions } from "@tanstack/react-query";

import { startApi } from "./start.api";

const FRESH_MS = 15_000;

export const onboardingQuery = queryOptions({
  queryKey: ["onboarding"],
  queryFn: startApi.onboarding,
  staleTime: FRESH_MS,
});
