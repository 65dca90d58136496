import { type Balance, client, unwrap } from "@/lib/api";

async function balance(): Promise<Balance> {
  return unwrap(client.GET("/api/v1/credits/balance/"));
}

export const creditsApi = { balance };
