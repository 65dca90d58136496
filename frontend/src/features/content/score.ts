import type { SeoCheck, SeoFinding } from "@/lib/api";

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

/** Where a finding is: a field of the article, or words of its text. */
export interface Place {
  where: string;
  excerpt: string;
}

export interface Finding {
  check: string;
  rating: Rating;
  message: string;
  places: readonly Place[];
}

/** As an article carries them: the first place only, whichever part it is in. */
export function storedFindings(findings: readonly SeoFinding[]): Finding[] {
  return findings.map(({ check, rating, message, place }) => ({
    check,
    rating,
    message,
    places: place === null || place === "" ? [] : [{ where: "body", excerpt: place }],
  }));
}

/** As a report tells them. */
export function reportedFindings(checks: readonly SeoCheck[]): Finding[] {
  return checks.map(({ id, status, message, places }) => ({
    check: id,
    rating: RATINGS.find((rating) => rating === status) ?? "ok",
    message,
    places,
  }));
}

export function findingsBy(findings: readonly Finding[], rating: Rating): Finding[] {
  return findings.filter((finding) => finding.rating === rating);
}
