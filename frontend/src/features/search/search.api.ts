import { client, type Found, unwrap } from "@/lib/api";

async function find(words: string, signal: AbortSignal): Promise<Found[]> {
  return unwrap(client.GET("/api/v1/search/", { params: { query: { q: words } }, signal }));
}

export const searchApi = { find };
