import { afterEach, describe, expect, it, vi } from "vitest";

import type { RuleDocument } from "./api";
import { downloadRule, ruleFileName } from "./ruleFile";

afterEach(() => {
  vi.restoreAllMocks();
});

describe("a rule as a file", () => {
  it.each([
    ["Keywords → drafts!", "keywords-drafts.json"],
    ["Статьи 2026", "статьи-2026.json"],
    ["…", "rule.json"],
    [`${"a".repeat(59)} b`, `${"a".repeat(59)}.json`],
  ])("%s is named %s", (name, file) => {
    expect(ruleFileName(name)).toBe(file);
  });

  it("is handed to the browser whole, under its name", () => {
    const files: Blob[] = [];
    const names: string[] = [];
    vi.spyOn(URL, "createObjectURL").mockImplementation((file) => {
      files.push(file as Blob);
      return "blob:rule";
    });
    vi.spyOn(URL, "revokeObjectURL").mockImplementation(() => undefined);
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function click(
      this: HTMLAnchorElement,
    ) {
      names.push(this.download);
    });
    const given = { name: "Old articles" } as RuleDocument;
    downloadRule(given);
    expect(names).toEqual(["old-articles.json"]);
    expect(files[0]?.size).toBe(JSON.stringify(given, null, 2).length + 1);
  });
});
