/** JSON of which nobody has promised anything. */

export type JsonObject = Record<string, unknown>;

/** Whether it is an object, and neither a list nor null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
