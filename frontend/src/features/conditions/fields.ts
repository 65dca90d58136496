/** What conditions can read: fields with labels and types. */

export type FieldType = "text" | "number" | "boolean" | "date" | "list" | "object" | "any";

export interface FieldOption {
  /** As it stands in the document: `word_count`, `steps.write.content_ids`. */
  path: string;
  label: string;
  type: FieldType;
  /** The heading that it stands under in the picker. */
  group?: string;
  /** Of a list: what can be read of each item, by paths that begin with `item`. */
  item?: readonly FieldOption[];
}

/** The type of a field; `any` of one that is not known, such as what a webhook brings. */
export function typeOf(path: string, fields: readonly FieldOption[]): FieldType {
  return fields.find((field) => field.path === path)?.type ?? "any";
}

/** What conditions on the items of a list can read: the item, and all that is around. */
export function itemFields(
  path: string,
  fields: readonly FieldOption[],
  labels: { group: string; item: string; index: string },
): FieldOption[] {
  const { group } = labels;
  const known = fields.find((field) => field.path === path)?.item ?? [
    { path: "item", label: labels.item, type: "any" as const },
  ];
  const inner = known.map((field) => ({ ...field, group }));
  const index: FieldOption = { path: "index", label: labels.index, type: "number", group };
  const outer = fields.filter((field) => field.path !== "item" && field.path !== "index");
  return [...inner, index, ...outer];
}
