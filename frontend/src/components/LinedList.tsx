import type { ReactNode } from "react";

import classes from "./LinedList.module.css";

interface LinedListProps {
  /** Whether the order says something. */
  ordered?: boolean;
  label?: string | undefined;
  className?: string | undefined;
  /** `li`s; their padding is their own. */
  children: ReactNode;
}

/** A list in a box, with lines between its items. */
export function LinedList({ ordered = false, label, className = "", children }: LinedListProps) {
  const List = ordered ? "ol" : "ul";
  return (
    <List className={`${classes.list} ${className}`} aria-label={label}>
      {children}
    </List>
  );
}
