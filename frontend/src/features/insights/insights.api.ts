import { client, type Stats, unwrap } from "@/lib/api";

export interface Window {
  days: number;
  bucket: "hour" | "day" | "week";
  /** A rule's id; empty for all of them. */
  rule: string;
  timezone: string;
}

async function stats({ rule, ...rest }: Window): Promise<Stats> {
  const query = rule === "" ? rest : { ...rest, rule };
  return unwrap(client.GET("/api/v1/automation/stats/", { params: { query } }));
}

export const insightsApi = { stats };
