/** The part of JSON Schema that the API's catalog uses. */
import { isObject } from "@/lib/json";

import type { FieldType } from "./fields";

export type Json = Readonly<Record<string, unknown>>;

const EMPTY: Json = {};

function pointed(ref: string, root: Json): unknown {
  return ref
    .replace(/^#\//, "")
    .split("/")
    .reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), root);
}

/** A schema with its `$ref` followed, and `null` taken out of its alternatives. */
export function resolved(raw: unknown, root: Json): Json {
  if (!isObject(raw)) return EMPTY;
  const { $ref: ref, anyOf, ...own } = raw;
  if (typeof ref === "string") return { ...resolved(pointed(ref, root), root), ...own };
  if (!Array.isArray(anyOf)) return raw;
  const real = anyOf.filter((one) => !isObject(one) || one.type !== "null");
  return real.length === 1 ? { ...resolved(real[0], root), ...own } : raw;
}

/** Whether null is one of its alternatives. */
export function isNullable(raw: unknown): boolean {
  if (!isObject(raw) || !Array.isArray(raw.anyOf)) return false;
  return raw.anyOf.some((one) => isObject(one) && one.type === "null");
}

export function propertiesOf(schema: Json): [name: string, property: unknown][] {
  return isObject(schema.properties) ? Object.entries(schema.properties) : [];
}

const TYPES: Readonly<Record<string, FieldType>> = {
  string: "text",
  integer: "number",
  number: "number",
  boolean: "boolean",
  array: "list",
  object: "object",
};

/** The type of a field, of a schema without references. */
export function jsonType(schema: Json): FieldType {
  if (schema.format === "date-time" || schema.format === "date") return "date";
  return typeof schema.type === "string" ? (TYPES[schema.type] ?? "any") : "any";
}
