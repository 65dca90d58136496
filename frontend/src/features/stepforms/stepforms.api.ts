import { client, type Preset, unwrap, unwrapPage } from "@/lib/api";
import type { JsonObject } from "@/lib/rule";

const MOST = 100;

/** The presets of one kind of action, by name. */
async function presets(type: string): Promise<Preset[]> {
  const params = { query: { action_type: type, page_size: MOST, ordering: "name" } };
  return (await unwrapPage(client.GET("/api/v1/automation/presets/", { params }))).items;
}

async function savePreset(
  name: string,
  type: string,
  settings: JsonObject,
  key: string,
): Promise<Preset> {
  const params = { header: { "Idempotency-Key": key } };
  const body = { name, action_type: type, params: settings };
  return unwrap(client.POST("/api/v1/automation/presets/", { params, body }));
}

export const stepformsApi = { presets, savePreset };
