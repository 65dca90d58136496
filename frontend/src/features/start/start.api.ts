import { client, type Onboarding, unwrap } from "@/lib/api";

async function onboarding(): Promise<Onboarding> {
  return unwrap(client.GET("/api/v1/account/onboarding/"));
}

export const startApi = { onboarding };
