import { Autocomplete, type ComboboxParsedItem, Group, Text } from "@mantine/core";

import { scrollingOptions } from "@/components/dropdown";
import { t } from "@/lib/i18n";

import { type FieldOption, type FieldType } from "./fields";

const TYPE_TEXTS = {
  text: "conditions.type.text",
  number: "conditions.type.number",
  boolean: "conditions.type.boolean",
  date: "conditions.type.date",
  list: "conditions.type.list",
  object: "conditions.type.object",
  any: "conditions.type.any",
} as const;

export const typeLabel = (type: FieldType): string => t(TYPE_TEXTS[type]);

/** The fields by their headings, in the order in which they come. */
function grouped(fields: readonly FieldOption[]) {
  const groups = new Map<string, string[]>();
  for (const { path, group = t("conditions.field.other") } of fields) {
    groups.set(group, [...(groups.get(group) ?? []), path]);
  }
  return [...groups].map(([group, items]) => ({ group, items: [...new Set(items)] }));
}

/** All while a field stands there as it is; else those whose path or label has the words. */
function filterBy(fields: readonly FieldOption[]) {
  const labels = new Map(fields.map(({ path, label }) => [path, `${path} ${label}`.toLowerCase()]));
  return ({ options, search }: { options: ComboboxParsedItem[]; search: string }) => {
    const words = search.trim().toLowerCase();
    if (labels.has(search.trim()) || words === "") return options;
    const matches = ({ value }: { value: string }) => (labels.get(value) ?? value).includes(words);
    return options.flatMap((option): ComboboxParsedItem[] => {
      if (!("group" in option)) return matches(option) ? [option] : [];
      const items = option.items.filter(matches);
      return items.length === 0 ? [] : [{ ...option, items }];
    });
  };
}

/** Wider than the field: labels and paths are long. */
const WIDE = { width: 340, position: "bottom-start" } as const;

interface FieldPickerProps {
  value: string;
  fields: readonly FieldOption[];
  label: string;
  error: string | undefined;
  onChange: (path: string) => void;
}

/** The path of a field: picked by its label, or typed. */
export function FieldPicker({ value, fields, label, error, onChange }: FieldPickerProps) {
  const known = fields.filter(
    (field, index) => fields.findIndex(({ path }) => path === field.path) === index,
  );
  const byPath = new Map(known.map((field) => [field.path, field]));
  return (
    <Autocomplete
      aria-label={label}
      placeholder={t("conditions.field.placeholder")}
      data-condition-field
      error={error}
      spellCheck={false}
      {...scrollingOptions}
      comboboxProps={WIDE}
      value={value}
      data={grouped(known)}
      filter={filterBy(known)}
      renderOption={({ option }) => {
        const field = byPath.get(option.value);
        return (
          <Group gap="xs" justify="space-between" wrap="nowrap" w="100%">
            <div>
              <Text size="sm">{field?.label ?? option.value}</Text>
              <Text size="xs" c="dimmed" ff="monospace">
                {option.value}
              </Text>
            </div>
            <Text size="xs" c="dimmed">
              {typeLabel(field?.type ?? "any")}
            </Text>
          </Group>
        );
      }}
      onChange={onChange}
    />
  );
}
