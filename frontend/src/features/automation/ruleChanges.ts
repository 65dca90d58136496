/** Changes of one rule or many: each is told, and what was refused is told with its reason. */
import { notifications } from "@mantine/notifications";

import type { AutomationRule, RuleBulkAction } from "@/lib/api";
import { t } from "@/lib/i18n";
import { newIdempotencyKey } from "@/lib/idempotency";
import { downloadRule } from "@/lib/ruleFile";

import { automationApi } from "./automation.api";
import { useAutomationStore } from "./automationStore";
import { type Outcome, refusal, tellRefused } from "./outcomes";
import { toApiError } from "./storeTypes";

type Named = Pick<AutomationRule, "id" | "name">;

/** As many as the API takes at once. */
const MOST = 200;

interface Order {
  action: RuleBulkAction;
  /** Of a pause. */
  reason?: string;
  /** The same one again does nothing twice. */
  key?: string;
  /** The page is being left: the request must outlive it. */
  last?: boolean;
}

async function orderSome(
  rules: readonly Named[],
  { action, reason = "", key, last = false }: Order & { key: string },
): Promise<Outcome<string>> {
  const ids = rules.map(({ id }) => id);
  try {
    const { done, skipped } = await automationApi.bulkRules({ ids, action, reason }, key, last);
    const nameOf = (id: string) => rules.find((rule) => rule.id === id)?.name ?? id;
    const refused = skipped.map(({ id, message }) => ({ name: nameOf(id), message, uncertain: false }));
    return { done, refused };
  } catch (error) {
    return { done: [], refused: rules.map(({ name }) => refusal(name, error)) };
  }
}

/** Has the same done with all of these rules. */
export async function orderAll(rules: readonly Named[], order: Order): Promise<Outcome<string>> {
  const all: Outcome<string> = { done: [], refused: [] };
  const { key = newIdempotencyKey() } = order;
  for (let from = 0; from < rules.length; from += MOST) {
    const part = rules.slice(from, from + MOST);
    const { done, refused } = await orderSome(part, { ...order, key: `${key}-${from}` });
    all.done.push(...done);
    all.refused.push(...refused);
  }
  return all;
}

/** Shows the rules as they are now, and says what was done. */
async function tell(asked: number, { done, refused }: Outcome<string>, sentence: string): Promise<void> {
  await useAutomationStore.getState().refreshRules();
  if (done.length > 0) notifications.show({ message: sentence });
  const title =
    asked === 1 ? t("rules.changeFailed") : t("rules.bulk.failed", { count: refused.length });
  tellRefused(title, refused);
}

/** Lets the triggers of paused and inactive rules work. */
export async function activateRules(rules: readonly AutomationRule[]): Promise<void> {
  const isPaused = ({ status }: AutomationRule) => status === "paused";
  const outcomes = await Promise.all([
    orderAll(rules.filter(isPaused), { action: "resume" }),
    orderAll(
      rules.filter((rule) => !isPaused(rule)),
      { action: "activate" },
    ),
  ]);
  const all = {
    done: outcomes.flatMap(({ done }) => done),
    refused: outcomes.flatMap(({ refused }) => refused),
  };
  const [only] = rules;
  const sentence =
    rules.length === 1 && only
      ? t(isPaused(only) ? "rules.resumed" : "rules.activated", { name: only.name })
      : t("rules.bulk.activated", { count: all.done.length });
  await tell(rules.length, all, sentence);
}

export async function pauseRules(rules: readonly Named[], reason: string): Promise<void> {
  const outcome = await orderAll(rules, { action: "pause", reason });
  const words = { count: outcome.done.length, name: rules[0]?.name ?? "" };
  await tell(rules.length, outcome, t("rules.paused", words));
}

export async function deactivateRule(rule: Named): Promise<void> {
  const outcome = await orderAll([rule], { action: "deactivate" });
  await tell(1, outcome, t("rules.deactivated", { name: rule.name }));
}

async function guarded(title: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    notifications.show({ color: "red", title, message: toApiError(error).message });
  }
}

export function duplicateRule({ id }: Named, key: string): Promise<void> {
  return guarded(t("rules.duplicateFailed"), async () => {
    const copy = await automationApi.duplicateRule(id, key);
    void useAutomationStore.getState().refreshRules();
    notifications.show({ message: t("rules.duplicated", { name: copy.name }) });
  });
}

export function exportRule({ id }: Pick<Named, "id">): Promise<void> {
  return guarded(t("rules.exportFailed"), async () => {
    downloadRule(await automationApi.exportRule(id));
  });
}
