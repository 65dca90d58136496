import { client, type ConditionOperator, type ConditionsTried, unwrap } from "@/lib/api";
import type { ObjectKind } from "@/lib/objects";
import type { Condition, JsonObject } from "@/lib/rule";

async function operators(): Promise<ConditionOperator[]> {
  return unwrap(client.GET("/api/v1/automation/rules/condition-operators/"));
}

/** What conditions are tried on: a thing of the account, a past run, or fields of one's own. */
export type Sample =
  | { kind: Exclude<ObjectKind, "connection" | "sector" | "site" | "rule">; id: string }
  | { kind: "sample"; fields: JsonObject };

const ID_NAMES = {
  content: "content_id",
  keyword: "keyword_id",
  cluster: "cluster_id",
  idea: "idea_id",
  writing_task: "task_id",
  page: "page_id",
  image: "image_id",
  run: "run_id",
} as const;

interface Trial {
  conditions: Condition;
  sample: Sample;
  ruleId: string | null;
}

/** How conditions come out, comparison by comparison; nothing is done. */
async function tryConditions({ conditions, sample, ruleId }: Trial): Promise<ConditionsTried> {
  const on =
    sample.kind === "sample" ? { sample: sample.fields } : { [ID_NAMES[sample.kind]]: sample.id };
  // The document knows no type for a list or a group of conditions.
  const tree = conditions as unknown[];
  const body = { conditions: tree, draft: false, ...on, ...(ruleId !== null && { rule: ruleId }) };
  return unwrap(client.POST("/api/v1/automation/rules/test-conditions/", { body }));
}

export const conditionsApi = { operators, tryConditions };
