import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";

import { shownTimeZone } from "@/lib/preferences";

import { insightsApi, type Window } from "./insights.api";

export const DAYS = [1, 7, 30, 90] as const;
export type Days = (typeof DAYS)[number];

const USUAL: Days = 30;
const HOURLY: Days = 1;
const WEEKLY: Days = 90;

function bucketOf(days: Days): Window["bucket"] {
  if (days === HOURLY) return "hour";
  return days === WEEKLY ? "week" : "day";
}

/** What is looked at stands in the address, so that it can be passed on. */
export function useWindow() {
  const [params, setParams] = useSearchParams();
  const asked = Number(params.get("days"));
  const days = DAYS.find((one) => one === asked) ?? USUAL;
  const rule = params.get("rule") ?? "";
  const set = (name: "days" | "rule", value: string) => {
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === "") next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  };
  return { days, rule, bucket: bucketOf(days), set };
}

export function useStats({ days, rule, bucket }: Pick<Window, "rule" | "bucket"> & { days: Days }) {
  const timezone = shownTimeZone();
  return useQuery({
    queryKey: ["insights", days, bucket, rule, timezone],
    queryFn: () => insightsApi.stats({ days, bucket, rule, timezone }),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
}
