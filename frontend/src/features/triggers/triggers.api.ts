import {
  client,
  type EventType,
  type SchedulePreview,
  unwrap,
  type WebhookAddress,
  type WebhookTest,
} from "@/lib/api";
import type { Schedule } from "@/lib/rule";

async function events(): Promise<EventType[]> {
  return unwrap(client.GET("/api/v1/automation/rules/event-types/"));
}

/** The next times of each schedule, and what is wrong with those that have none. */
async function preview(schedules: readonly Schedule[], count: number): Promise<SchedulePreview[]> {
  const body = { schedules: schedules.map((schedule) => ({ ...schedule })), count };
  return unwrap(client.POST("/api/v1/automation/rules/schedule-preview/", { body }));
}

const at = (id: string) => ({ params: { path: { id } } });

async function webhook(rule: string): Promise<WebhookAddress> {
  return unwrap(client.GET("/api/v1/automation/rules/{id}/webhook/", at(rule)));
}

async function rotate(rule: string): Promise<WebhookAddress> {
  return unwrap(client.POST("/api/v1/automation/rules/{id}/webhook/rotate/", at(rule)));
}

/** @param key the `Idempotency-Key`: asked again, it sends no second message. */
async function sendTest(rule: string, message: unknown, key: string): Promise<WebhookTest> {
  const params = { path: { id: rule }, header: { "Idempotency-Key": key } };
  const body = { body: message };
  return unwrap(client.POST("/api/v1/automation/rules/{id}/webhook/test/", { params, body }));
}

export const triggersApi = { events, preview, webhook, rotate, sendTest };
