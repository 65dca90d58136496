import { Paper } from "@mantine/core";
import { memo, type ReactNode } from "react";

import classes from "./DataTable.module.css";
import { RowCheck, SelectAll } from "./DataTableSelection";
import { SortableHead, SortOnPhone } from "./DataTableSort";

export interface Column<Row> {
  key: string;
  header: string;
  render: (row: Row) => ReactNode;
  align?: "start" | "end";
  /** On a phone: the head of the card, or a full-width line without a label (buttons). */
  role?: "lead" | "wide";
  /** The header is only for screen readers. */
  headerHidden?: boolean;
  /** Makes the column sortable: the name that `sort` and `onSort` use, without a sign. */
  sortKey?: string;
}

export type SelectionChange = (change: (selected: ReadonlySet<string>) => ReadonlySet<string>) => void;

export interface Selection<Row> {
  /** Keys of rows, as `rowKey` gives them. */
  selected: ReadonlySet<string>;
  /** Stable, as a setter of React is: rows that stay as they are are not drawn again. */
  onChange: SelectionChange;
  /** What a row is called in "Select …". */
  nameOf: (row: Row) => string;
}

interface DataTableProps<Row> {
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  /** The order in force, as the API names it: `name`, or `-name` for the other way round. */
  sort?: string | null;
  onSort?: (sort: string) => void;
  selection?: Selection<Row>;
  /** The rows shown are about to be replaced: they stay, paler, so that nothing jumps. */
  busy?: boolean;
}

function cellClass<Row>(column: Column<Row>): string {
  const names = [classes.cell];
  if (column.align === "end") names.push(classes.end);
  if (column.role !== undefined) names.push(classes[column.role]);
  return names.join(" ");
}

function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  return (
    <td role="cell" className={cellClass(column)}>
      {column.role === undefined && (
        <span className={classes.label} aria-hidden>
          {column.header}
        </span>
      )}
      {column.render(row)}
    </td>
  );
}

function Head<Row>({ columns, sort, onSort, rows, rowKey, selection }: DataTableProps<Row>) {
  return (
    <thead role="rowgroup">
      <tr role="row">
        {selection && (
          <th role="columnheader" scope="col" className={`${classes.head} ${classes.checkHead}`}>
            <SelectAll selection={selection} keys={rows.map(rowKey)} />
          </th>
        )}
        {columns.map((column) => (
          <SortableHead key={column.key} column={column} sort={sort ?? null} onSort={onSort} />
        ))}
      </tr>
    </thead>
  );
}

interface TableRowProps<Row> {
  row: Row;
  id: string;
  columns: readonly Column<Row>[];
  /** Null where rows are not chosen. */
  selected: boolean | null;
  /** What it is called in "Select …". */
  name: string;
  onSelect: SelectionChange | undefined;
}

function TableRow<Row>({ row, id, columns, selected, name, onSelect }: TableRowProps<Row>) {
  return (
    <tr role="row" className={classes.row} data-selected={selected === true || undefined}>
      {onSelect && (
        <td role="cell" className={`${classes.cell} ${classes.check}`}>
          <RowCheck id={id} name={name} checked={selected === true} onChange={onSelect} />
        </td>
      )}
      {columns.map((column) => (
        <Cell key={column.key} column={column} row={row} />
      ))}
    </tr>
  );
}

// Many rows with buttons and menus: only those that changed are drawn again.
const MemoRow = memo(TableRow) as typeof TableRow;

function Rows<Row>({ rows, columns, rowKey, selection }: DataTableProps<Row>) {
  return (
    <tbody role="rowgroup">
      {rows.map((row) => {
        const id = rowKey(row);
        return (
          <MemoRow
            key={id}
            row={row}
            id={id}
            columns={columns}
            selected={selection ? selection.selected.has(id) : null}
            name={selection?.nameOf(row) ?? ""}
            onSelect={selection?.onChange}
          />
        );
      })}
    </tbody>
  );
}

/** A table that turns into cards on a phone; can be sorted, and its rows chosen. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, rows, columns, rowKey, sort = null, onSort, selection, busy = false } = props;
  return (
    <>
      {onSort && <SortOnPhone columns={columns} sort={sort} onSort={onSort} />}
      <Paper className={classes.frame} aria-busy={busy} data-busy={busy || undefined}>
        {selection && (
          <div className={classes.selectOnPhone}>
            <SelectAll selection={selection} keys={rows.map(rowKey)} labelled />
          </div>
        )}
        <div className={classes.scroll}>
          <table className={classes.table} role="table" aria-label={label}>
            <Head {...props} />
            <Rows {...props} />
          </table>
        </div>
      </Paper>
    </>
  );
}
