import type { SeoFinding } from "@/lib/api";

export type Rating = SeoFinding["rating"];

/** From this score on a text is good, from the second on it could be better (the common plug-ins' rule). */
const GOOD_FROM = 70;
const OK_FROM = 40;

export function ratingOf(score: number): Rating {
  if (score >= GOOD_FROM) return "good";
  return score >= OK_FROM ? "ok" : "bad";
}

export const RATING_COLORS: Readonly<Record<Rating, string>> = { good: "pine", ok: "ember", bad: "red" };

/** Worst first: what to mend stands before what is fine. */
export const RATINGS: readonly Rating[] = ["bad", "ok", "good"];

export function findingsBy(findings: readonly SeoFinding[], rating: Rating): SeoFinding[] {
  return findings.filter((finding) => finding.rating === rating);
}
