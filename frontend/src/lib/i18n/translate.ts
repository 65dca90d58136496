/** Texts by key, with `{name}` placeholders and plural forms, typed from the English catalogue. */

export type Plural = Readonly<{ one: string; other: string }>;
export type Message = string | Plural;
export type Catalogue = Readonly<Record<string, Message>>;

type Names<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;

type NamesOf<M> = M extends string
  ? Names<M>
  : M extends { one: infer One extends string; other: infer Other extends string }
    ? Names<One> | Names<Other> | "count"
    : never;

export type Values = Readonly<Record<string, string | number>>;

/** No second argument for a text without placeholders, exactly its placeholders otherwise. */
export type ArgsOf<M> = [NamesOf<M>] extends [never]
  ? []
  : [values: Readonly<Record<NamesOf<M>, string | number>>];

function choose(message: Message, values: Values, locale: string): string {
  if (typeof message === "string") return message;
  const rule = new Intl.PluralRules(locale).select(Number(values.count));
  return rule === "one" ? message.one : message.other;
}

function show(value: string | number, locale: string): string {
  return typeof value === "number" ? new Intl.NumberFormat(locale).format(value) : value;
}

/** @param numbers the locale in which numbers are written, where it is not that of the text. */
export function render(message: Message, values: Values, locale: string, numbers = locale): string {
  return choose(message, values, locale).replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : show(value, numbers);
  });
}
