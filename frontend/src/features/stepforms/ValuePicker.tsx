import { ActionIcon, Combobox, Group, Text, useCombobox } from "@mantine/core";
import { IconBraces } from "@tabler/icons-react";
import { useState } from "react";

import { type FieldOption, typeLabel } from "@/features/conditions";
import { t } from "@/lib/i18n";

function matching(fields: readonly FieldOption[], text: string): FieldOption[] {
  const wanted = text.trim().toLowerCase();
  return fields.filter(({ path, label, group = "" }) =>
    `${path} ${label} ${group}`.toLowerCase().includes(wanted),
  );
}

function grouped(fields: readonly FieldOption[]): [string, FieldOption[]][] {
  const groups = new Map<string, FieldOption[]>();
  for (const field of fields) {
    const group = field.group ?? t("conditions.field.other");
    groups.set(group, [...(groups.get(group) ?? []), field]);
  }
  return [...groups];
}

function Option({ field }: { field: FieldOption }) {
  return (
    <Combobox.Option value={field.path}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <div style={{ minWidth: 0 }}>
          <Text size="sm">{field.label}</Text>
          <Text size="xs" c="dimmed" ff="monospace" style={{ overflowWrap: "anywhere" }}>
            {field.path}
          </Text>
        </div>
        <Text size="xs" c="dimmed">
          {typeLabel(field.type)}
        </Text>
      </Group>
    </Combobox.Option>
  );
}

interface ValuePickerProps {
  /** Of the field that the value goes into. */
  label: string;
  fields: readonly FieldOption[];
  onPick: (path: string) => void;
}

/** The button behind a field that offers what steps before, the trigger and the site give. */
export function ValuePicker({ label, fields, onPick }: ValuePickerProps) {
  const [search, setSearch] = useState("");
  const combobox = useCombobox({
    onDropdownOpen: () => {
      combobox.focusSearchInput();
    },
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      combobox.focusTarget();
      setSearch("");
    },
  });
  const found = grouped(matching(fields, search));
  return (
    <Combobox
      store={combobox}
      position="bottom-end"
      width={340}
      withinPortal
      onOptionSubmit={(path) => {
        onPick(path);
        combobox.closeDropdown();
      }}
    >
      <Combobox.Target withAriaAttributes={false}>
        <ActionIcon
          variant="subtle"
          size="sm"
          aria-label={t("stepform.insert", { label })}
          aria-haspopup="listbox"
          aria-expanded={combobox.dropdownOpened}
          onClick={() => {
            combobox.toggleDropdown();
          }}
        >
          <IconBraces size={16} aria-hidden />
        </ActionIcon>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          aria-label={t("stepform.insert.search")}
          placeholder={t("stepform.insert.search")}
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value);
            combobox.updateSelectedOptionIndex();
          }}
        />
        <Combobox.Options
          mah={300}
          style={{ overflowY: "auto" }}
          aria-label={t("stepform.insert", { label })}
        >
          {found.length === 0 && <Combobox.Empty>{t("stepform.insert.none")}</Combobox.Empty>}
          {found.map(([group, items]) => (
            <Combobox.Group key={group} label={group}>
              {items.map((field) => (
                <Option key={field.path} field={field} />
              ))}
            </Combobox.Group>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
