import { useCallback, useMemo, useState } from "react";

/**
 * The chosen ones of the rows that are there: what a filter or another page takes out of sight is not
 * chosen any more, so that nothing happens to rows that nobody sees.
 */
export function useSelection<Row>(rows: readonly Row[], keyOf: (row: Row) => string) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const rowsChosen = useMemo(() => rows.filter((row) => chosen.has(keyOf(row))), [rows, chosen, keyOf]);
  const selected = useMemo(() => new Set(rowsChosen.map(keyOf)), [rowsChosen, keyOf]);
  const clear = useCallback(() => {
    setChosen(new Set());
  }, []);
  return { selected: selected as ReadonlySet<string>, rows: rowsChosen, set: setChosen, clear };
}
