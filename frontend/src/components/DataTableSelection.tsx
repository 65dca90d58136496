import { Checkbox } from "@mantine/core";

import { t } from "@/lib/i18n";

import type { Selection, SelectionChange } from "./DataTable";

interface SelectAllProps<Row> {
  selection: Selection<Row>;
  /** Of the rows that are shown; others stay as they are. */
  keys: readonly string[];
  /** With its words beside it: where there is no head of a column to explain it. */
  labelled?: boolean;
}

/** Chooses all rows that are shown, or none of them. */
export function SelectAll<Row>({ selection, keys, labelled = false }: SelectAllProps<Row>) {
  const { selected, onChange } = selection;
  const count = keys.filter((key) => selected.has(key)).length;
  const all = keys.length > 0 && count === keys.length;
  const words = t("table.selectAll");
  return (
    <Checkbox
      checked={all}
      indeterminate={count > 0 && !all}
      {...(labelled ? { label: words } : { "aria-label": words })}
      onChange={() => {
        onChange((before) => {
          const next = new Set(before);
          for (const key of keys) {
            if (all) next.delete(key);
            else next.add(key);
          }
          return next;
        });
      }}
    />
  );
}

interface RowCheckProps {
  id: string;
  name: string;
  checked: boolean;
  onChange: SelectionChange;
}

export function RowCheck({ id, name, checked, onChange }: RowCheckProps) {
  return (
    <Checkbox
      checked={checked}
      aria-label={t("table.select", { name })}
      onChange={(event) => {
        const chosen = event.currentTarget.checked;
        onChange((before) => {
          const next = new Set(before);
          if (chosen) next.add(id);
          else next.delete(id);
          return next;
        });
      }}
    />
  );
}
