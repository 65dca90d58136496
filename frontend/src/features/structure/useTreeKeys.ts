import { type KeyboardEvent, useRef } from "react";

import type { Direction, TreeNode } from "./tree";

interface TreeKeys {
  rows: readonly TreeNode[];
  collapsed: ReadonlySet<string>;
  onToggle: (id: string, open: boolean) => void;
  onSelect: (id: string) => void;
  onMove: (id: string, direction: Direction) => void;
}

const MOVES: Readonly<Record<string, Direction>> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowRight: "in",
  ArrowLeft: "out",
};

/** The row that a key leads to; null where it does something else. */
function target(key: string, at: number, { rows, collapsed }: TreeKeys): TreeNode | null {
  const row = rows[at];
  if (row === undefined) return null;
  const isOpen = row.children.length > 0 && !collapsed.has(row.page.id);
  const steps: Readonly<Record<string, TreeNode | undefined>> = {
    ArrowDown: rows[at + 1],
    ArrowUp: rows[at - 1],
    Home: rows[0],
    End: rows.at(-1),
    ArrowRight: isOpen ? row.children[0] : undefined,
    ArrowLeft: isOpen ? undefined : rows.find(({ page }) => page.id === row.page.parent),
  };
  return steps[key] ?? null;
}

/** The keys of a tree as screen readers know them, and Alt with arrows to move a page. */
export function useTreeKeys(keys: TreeKeys) {
  const elements = useRef(new Map<string, HTMLElement>());
  const focus = (id: string) => elements.current.get(id)?.focus();
  const onKeyDown = (event: KeyboardEvent, at: number) => {
    const row = keys.rows[at];
    if (row === undefined || event.ctrlKey || event.metaKey) return;
    const { id } = row.page;
    const direction = MOVES[event.key];
    if (event.altKey) {
      if (direction === undefined) return;
      event.preventDefault();
      keys.onMove(id, direction);
      return;
    }
    const next = target(event.key, at, keys);
    if (next) focus(next.page.id);
    else if (event.key === "Enter" || event.key === " ") keys.onSelect(id);
    else if (event.key === "ArrowRight") keys.onToggle(id, true);
    else if (event.key === "ArrowLeft") keys.onToggle(id, false);
    else return;
    event.preventDefault();
  };
  const register = (id: string) => (element: HTMLElement | null) => {
    if (element) elements.current.set(id, element);
    else elements.current.delete(id);
  };
  return { onKeyDown, register };
}
