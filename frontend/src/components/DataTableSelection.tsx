import { Checkbox } from "@mantine/core";

import { t } from "@/lib/i18n";

import type { Selection } from "./DataTable";

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
        const next = new Set(selected);
        for (const key of keys) {
          if (all) next.delete(key);
          else next.add(key);
        }
        onChange(next);
      }}
    />
  );
}

interface RowCheckProps<Row> {
  selection: Selection<Row>;
  row: Row;
  id: string;
}

export function RowCheck<Row>({
  selection: { selected, onChange, nameOf },
  row,
  id,
}: RowCheckProps<Row>) {
  return (
    <Checkbox
      checked={selected.has(id)}
      aria-label={t("table.select", { name: nameOf(row) })}
      onChange={(event) => {
        const next = new Set(selected);
        if (event.currentTarget.checked) next.add(id);
        else next.delete(id);
        onChange(next);
      }}
    />
  );
}
