/** Whether a value is worked out when the rule runs. */
export const isExpression = (value: unknown): value is string =>
  typeof value === "string" && value.includes("{{");
