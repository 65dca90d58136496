import { NativeSelect, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowsSort, IconArrowUp } from "@tabler/icons-react";

import { t } from "@/lib/i18n";

import type { Column } from "./DataTable";
import classes from "./DataTable.module.css";

type Direction = "ascending" | "descending" | "none";

function directionOf(sort: string | null, key: string): Direction {
  if (sort === key) return "ascending";
  return sort === `-${key}` ? "descending" : "none";
}

const ICONS = { ascending: IconArrowUp, descending: IconArrowDown, none: IconArrowsSort } as const;

interface SortableHeadProps<Row> {
  column: Column<Row>;
  sort: string | null;
  onSort: ((sort: string) => void) | undefined;
}

/** The head of a column: a button where the column can be sorted by. */
export function SortableHead<Row>({ column, sort, onSort }: SortableHeadProps<Row>) {
  const { header, sortKey, align, headerHidden } = column;
  const className = `${classes.head} ${align === "end" ? classes.end : ""}`;
  if (sortKey === undefined || onSort === undefined) {
    return (
      <th role="columnheader" scope="col" className={className}>
        <span className={headerHidden === true ? "visually-hidden" : undefined}>{header}</span>
      </th>
    );
  }
  const direction = directionOf(sort, sortKey);
  const Icon = ICONS[direction];
  return (
    <th role="columnheader" scope="col" className={className} aria-sort={direction}>
      <UnstyledButton
        className={classes.sort}
        data-direction={direction}
        onClick={() => {
          onSort(direction === "ascending" ? `-${sortKey}` : sortKey);
        }}
      >
        {header}
        <Icon size={14} aria-hidden />
      </UnstyledButton>
    </th>
  );
}

interface SortOnPhoneProps<Row> {
  columns: readonly Column<Row>[];
  sort: string | null;
  onSort: (sort: string) => void;
}

/** The same choice where the table is cards and has no heads. */
export function SortOnPhone<Row>({ columns, sort, onSort }: SortOnPhoneProps<Row>) {
  const choices = columns.flatMap(({ header: name, sortKey }) =>
    sortKey === undefined
      ? []
      : [
          { value: sortKey, label: t("table.ascending", { name }) },
          { value: `-${sortKey}`, label: t("table.descending", { name }) },
        ],
  );
  if (choices.length === 0) return null;
  const known = choices.some(({ value }) => value === sort);
  return (
    <NativeSelect
      className={classes.sortOnPhone}
      label={t("table.sortBy")}
      value={known && sort !== null ? sort : ""}
      data={known ? choices : [{ value: "", label: t("table.unsorted") }, ...choices]}
      onChange={(event) => {
        if (event.currentTarget.value !== "") onSort(event.currentTarget.value);
      }}
    />
  );
}
