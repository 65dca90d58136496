/** What an article is to be: as the API stores it, read without trusting that all of it is there. */
export interface Brief {
  h1: string;
  titles: string[];
  metaTitle: string;
  metaDescription: string;
  keyphrase: string;
  keywords: string[];
  audience: string;
  tone: string;
  callToAction: string;
  words: { min: number; max: number } | null;
  outline: { level: number; heading: string; notes: string }[];
  faq: { question: string; guidance: string }[];
  links: { anchor: string; url: string }[];
  entities: string[];
  questions: string[];
  outOfScope: string[];
}

type Raw = Readonly<Record<string, unknown>>;

const isRaw = (value: unknown): value is Raw => typeof value === "object" && value !== null;
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const texts = (value: unknown): string[] =>
  list(value)
    .map(text)
    .filter((one) => one !== "");
const raws = (value: unknown): Raw[] => list(value).filter(isRaw);

function wordsOf({ word_count_min: min, word_count_max: max }: Raw): Brief["words"] {
  return typeof min === "number" && typeof max === "number" ? { min, max } : null;
}

/** Null where there is none: a duplicate gets no brief. */
export function readBrief(raw: Raw): Brief | null {
  if (Object.keys(raw).length === 0) return null;
  return {
    h1: text(raw.h1),
    titles: texts(raw.title_variants),
    metaTitle: text(raw.meta_title),
    metaDescription: text(raw.meta_description),
    keyphrase: text(raw.target_keyphrase),
    keywords: texts(raw.supporting_keywords),
    audience: text(raw.audience),
    tone: text(raw.tone),
    callToAction: text(raw.call_to_action),
    words: wordsOf(raw),
    outline: raws(raw.outline).map(({ level, heading, notes }) => ({
      level: level === 3 ? 3 : 2,
      heading: text(heading),
      notes: text(notes),
    })),
    faq: raws(raw.faq).map(({ question, guidance }) => ({
      question: text(question),
      guidance: text(guidance),
    })),
    links: raws(raw.internal_links).map(({ anchor, url }) => ({ anchor: text(anchor), url: text(url) })),
    entities: texts(raw.entities),
    questions: texts(raw.questions),
    outOfScope: texts(raw.out_of_scope),
  };
}
