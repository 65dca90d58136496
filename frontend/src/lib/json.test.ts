import { expect, it } from "vitest";

import { isObject } from "./json";

it("tells objects from lists, null and single values", () => {
  expect([{}, { a: 1 }].every(isObject)).toBe(true);
  expect([[], null, undefined, "{}", 1, true].some(isObject)).toBe(false);
});
