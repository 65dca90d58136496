/** Params of flow nodes, read and changed. */
import type { Condition, JsonObject, Node } from "@/lib/rule";

import { type ParamSpec, withKey } from "./schema";

export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
export const numberOf = (value: unknown): number | undefined =>
  typeof value === "number" ? value : undefined;

/** The node with another value for one of its params; undefined takes it away. */
export function withParam(node: Node, name: string, value: unknown): Node {
  const params: JsonObject = node.params ?? {};
  return { ...node, params: withKey(params, name, value) };
}

/** Conditions among the params are as free as anywhere. */
export const conditionOf = (value: unknown): Condition | null =>
  value === undefined || value === null ? null : (value as Condition);

/** A field of a flow node, as the forms of actions know them. */
export function field(
  name: string,
  label: string,
  kind: ParamSpec["kind"],
  rest: Partial<ParamSpec> = {},
): ParamSpec {
  return {
    name,
    label,
    description: "",
    kind,
    required: false,
    fallback: undefined,
    options: [],
    whole: false,
    nullable: false,
    min: undefined,
    max: undefined,
    maxLength: undefined,
    object: null,
    ...rest,
  };
}
