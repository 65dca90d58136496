import { Paper } from "@mantine/core";
import type { ReactNode } from "react";

import classes from "./DataTable.module.css";

export interface Column<Row> {
  key: string;
  header: string;
  render: (row: Row) => ReactNode;
  align?: "start" | "end";
  /** On a phone: the head of the card, or a full-width line without a label (buttons). */
  role?: "lead" | "wide";
  /** The header is only for screen readers. */
  headerHidden?: boolean;
}

interface DataTableProps<Row> {
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
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

/** A table that turns into cards on a phone. */
export function DataTable<Row>({ label, rows, columns, rowKey }: DataTableProps<Row>) {
  return (
    <Paper className={classes.frame}>
      <table className={classes.table} role="table" aria-label={label}>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th
                key={column.key}
                role="columnheader"
                scope="col"
                className={`${classes.head} ${column.align === "end" ? classes.end : ""}`}
              >
                <span className={column.headerHidden === true ? "visually-hidden" : undefined}>
                  {column.header}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={rowKey(row)} role="row" className={classes.row}>
              {columns.map((column) => (
                <Cell key={column.key} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Paper>
  );
}
