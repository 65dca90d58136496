import { type RefObject, useEffect, useRef } from "react";

type Target = { kind: "new" } | { kind: "after"; index: number };

/** Moves the focus to what was added, and from what was removed to its neighbour. */
export function useGroupFocus(count: number): {
  listRef: RefObject<HTMLUListElement | null>;
  addRef: RefObject<HTMLButtonElement | null>;
  aim: (target: Target) => void;
} {
  const listRef = useRef<HTMLUListElement>(null);
  const addRef = useRef<HTMLButtonElement>(null);
  const target = useRef<Target | null>(null);
  useEffect(() => {
    const wanted = target.current;
    target.current = null;
    if (wanted === null) return;
    const rows = listRef.current === null ? [] : [...listRef.current.children];
    const row = wanted.kind === "new" ? rows.at(-1) : (rows[wanted.index] ?? rows.at(-1));
    const found = row?.querySelector<HTMLElement>(wanted.kind === "new" ? "input" : "input, button");
    (found ?? addRef.current)?.focus();
  }, [count]);
  return {
    listRef,
    addRef,
    aim: (next) => {
      target.current = next;
    },
  };
}
