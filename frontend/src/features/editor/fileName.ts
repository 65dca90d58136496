const LONGEST = 60;

/** A name for the file of a rule: letters and digits of its name, in any script. */
export function fileName(ruleName: string): string {
  const stem = ruleName
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, LONGEST);
  return `${stem === "" ? "rule" : stem}.json`;
}
