/** A site as its form holds it, and as the API takes it. Knows no React. */
import type { SiteRequest, SiteSettings } from "@/lib/api";

export interface SiteValues {
  name: string;
  url: string;
  language: string;
  override_language: boolean;
  auto_approve_ideas: boolean;
  brand_name: string;
  tone: string;
  brand_voice: string;
  colors: string;
}

const USUAL_LANGUAGE = "en";

export function valuesOf(site: SiteSettings | null): SiteValues {
  return {
    name: site?.name ?? "",
    url: site?.url ?? "",
    language: site?.language ?? USUAL_LANGUAGE,
    override_language: site?.override_language ?? false,
    auto_approve_ideas: site?.auto_approve_ideas ?? false,
    brand_name: site?.brand_name ?? "",
    tone: site?.tone ?? "",
    brand_voice: site?.brand_voice ?? "",
    colors: (site?.colors ?? []).join(", "),
  };
}

/** An address without its protocol gets the usual one. */
export function asUrl(text: string): string {
  const url = text.trim();
  return url === "" || /^[a-z][a-z\d+.-]*:\/\//i.test(url) ? url : `https://${url}`;
}

export function requestOf({ colors, ...rest }: SiteValues): SiteRequest {
  return {
    ...rest,
    name: rest.name.trim(),
    url: asUrl(rest.url),
    colors: colors.split(/[\s,;]+/).filter(Boolean),
  };
}

/** Offered as a site's language; the site's own stays in any case. */
const LANGUAGES = [
  "en",
  "de",
  "fr",
  "es",
  "it",
  "nl",
  "pt",
  "pl",
  "sv",
  "da",
  "no",
  "fi",
  "cs",
  "tr",
  "ja",
] as const;

export function languages(own: string): { value: string; label: string }[] {
  const codes: readonly string[] = LANGUAGES.some((code) => code === own)
    ? LANGUAGES
    : [own, ...LANGUAGES];
  return codes.map((value) => ({ value, label: languageName(value) }));
}

/** A language's name in that language itself; the code where nobody knows it. */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames([code], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}
