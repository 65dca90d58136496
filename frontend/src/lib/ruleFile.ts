/** A rule's document as a file. */
import type { RuleDocument } from "./api";

const LONGEST = 60;

/** "keywords-to-drafts.json": letters and digits of the rule's name, in any script. */
export function ruleFileName(ruleName: string): string {
  const stem = ruleName
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .slice(0, LONGEST)
    .replace(/^-+|-+$/g, "");
  return `${stem === "" ? "rule" : stem}.json`;
}

/** Hands the document to the browser as a file. */
export function downloadRule(document_: RuleDocument): void {
  const text = `${JSON.stringify(document_, null, 2)}\n`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = ruleFileName(document_.name);
  link.click();
  URL.revokeObjectURL(link.href);
}
