import { useSortable } from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { Badge, Text } from "@mantine/core";
import { useMergedRef } from "@mantine/hooks";
import {
  IconChevronDown,
  IconChevronRight,
  IconFileText,
  IconFolder,
  IconGripVertical,
  IconHome,
  IconInfoCircle,
  IconMail,
  IconScale,
} from "@tabler/icons-react";
import type { KeyboardEvent } from "react";

import { t } from "@/lib/i18n";

import classes from "./structure.module.css";
import type { TreeNode } from "./tree";

const ICONS = {
  home: IconHome,
  hub: IconFolder,
  article: IconFileText,
  about: IconInfoCircle,
  contact: IconMail,
  legal: IconScale,
} as const;

/** How far to the side a drag is one level, in pixels: as far as levels are set in on a wide screen. */
export const INDENT_PX = 26;

interface TreeRowProps {
  node: TreeNode;
  /** Where it would land, while it is dragged. */
  level: number;
  collapsed: boolean;
  selected: boolean;
  /** The one row that the Tab key stops at. */
  tabStop: boolean;
  movable: boolean;
  register: (element: HTMLElement | null) => void;
  onToggle: () => void;
  onSelect: () => void;
  onFocus: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

function Chevron({ node, collapsed, onToggle }: Pick<TreeRowProps, "node" | "collapsed" | "onToggle">) {
  if (node.children.length === 0) return <span className={classes.chevron} />;
  const Icon = collapsed ? IconChevronRight : IconChevronDown;
  return (
    // For the mouse only: keyboards open and close with the arrow keys of the tree.
    <span
      className={classes.chevron}
      aria-hidden
      onClick={(event) => {
        event.stopPropagation();
        onToggle();
      }}
    >
      <Icon size={17} />
    </span>
  );
}

function Label({ node }: { node: TreeNode }) {
  const { page } = node;
  const Icon = ICONS[page.kind];
  return (
    <>
      <Icon size={18} stroke={1.7} aria-hidden className={classes.icon} />
      <span className={classes.label}>
        <span className={classes.names}>
          <Text component="span" fw={node.level < 2 ? 650 : 500} className={classes.title}>
            {page.title}
          </Text>
          <Text component="span" size="xs" c="dimmed" className={classes.path}>
            {page.path}
          </Text>
        </span>
        <Badge size="sm" color={page.status === "written" ? "pine" : "gray"}>
          {t(`pageStatus.${page.status}`)}
        </Badge>
      </span>
    </>
  );
}

/** A page in the tree. */
export function TreeRow(props: TreeRowProps) {
  const { node, level, collapsed, selected, tabStop, movable, register, onSelect, onFocus } = props;
  const { page, children } = node;
  const { setNodeRef, setActivatorNodeRef, listeners, isDragging, transform, transition } = useSortable({
    id: page.id,
    disabled: !movable,
  });
  const ref = useMergedRef(setNodeRef, register);
  return (
    <div
      ref={ref}
      role="treeitem"
      aria-level={node.level + 1}
      aria-posinset={node.index + 1}
      aria-setsize={node.siblings}
      aria-selected={selected}
      aria-expanded={children.length === 0 ? undefined : !collapsed}
      tabIndex={tabStop ? 0 : -1}
      className={classes.row}
      data-selected={selected || undefined}
      data-dragging={isDragging || undefined}
      style={{
        paddingInlineStart: `calc(0.5rem + ${String(level)} * var(--indent))`,
        transform: CSS.Translate.toString(transform),
        transition,
      }}
      onClick={onSelect}
      onFocus={onFocus}
      onKeyDown={props.onKeyDown}
    >
      <Chevron {...props} />
      <Label node={node} />
      {movable && (
        <span
          ref={setActivatorNodeRef}
          className={classes.grip}
          title={t("structure.drag", { title: page.title })}
          aria-hidden
          {...listeners}
        >
          <IconGripVertical size={16} />
        </span>
      )}
    </div>
  );
}
