/** What can be done with one condition of a group, as changes of the group. */
import { isExpression } from "@/lib/expression";
import { t } from "@/lib/i18n";
import type { Comparison } from "@/lib/rule";

import type { ConditionOperator } from "@/lib/api";

import type { RowAction } from "./RowMenu";
import {
  type ComparisonNode,
  type ConditionNode,
  type GroupNode,
  insertAt,
  moveTo,
  replaceAt,
} from "./tree";

type Write = (children: readonly ConditionNode[]) => void;

function without(raw: Comparison, key: "case_sensitive" | "loose"): Comparison {
  return Object.fromEntries(
    Object.entries(raw).filter(([name]) => name !== key),
  ) as unknown as Comparison;
}

/** Off is what a comparison does by itself, and is not written. */
function switched(raw: Comparison, key: "case_sensitive" | "loose", on: boolean, usual: boolean) {
  return on === usual ? without(raw, key) : { ...raw, [key]: on };
}

function comparisonActions(
  node: ComparisonNode,
  operator: ConditionOperator | undefined,
  onRaw: (raw: Comparison) => void,
): RowAction[] {
  const { raw } = node;
  const usual = operator?.ignores_case !== true;
  const sensitive = raw.case_sensitive ?? usual;
  const loose = raw.loose === true;
  const byCase: RowAction = {
    id: "case",
    label: t("conditions.case"),
    icon: "expression",
    checked: sensitive,
    run: () => {
      onRaw(switched(raw, "case_sensitive", !sensitive, usual));
    },
  };
  const byType: RowAction = {
    id: "loose",
    label: t("conditions.loose"),
    icon: "expression",
    checked: loose,
    run: () => {
      onRaw(switched(raw, "loose", !loose, false));
    },
  };
  const expression = isExpression(raw.value);
  const byValue: RowAction = {
    id: "expression",
    label: t(expression ? "conditions.useValue" : "conditions.useExpression"),
    icon: "expression",
    run: () => {
      onRaw({ ...raw, value: expression ? "" : "{{ site.language }}" });
    },
  };
  const valued = operator !== undefined && operator.needs_value && operator.value_type !== "conditions";
  return [...(operator?.case_option === true ? [byCase] : []), ...(valued ? [byType, byValue] : [])];
}

function groupActions(children: readonly ConditionNode[], index: number, write: Write): RowAction[] {
  const node = children[index];
  if (node?.kind !== "group" || node.nots > 0) return [];
  const dissolve = () => {
    write([...children.slice(0, index), ...node.children, ...children.slice(index + 1)]);
  };
  return [{ id: "unwrap", label: t("conditions.unwrap"), icon: "unwrap", run: dissolve }];
}

function moves(children: readonly ConditionNode[], index: number, write: Write): RowAction[] {
  const move = (id: "up" | "down", to: number): RowAction => ({
    id,
    label: t(id === "up" ? "action.move.up" : "action.move.down"),
    icon: id,
    run: () => {
      write(moveTo(children, index, to));
    },
  });
  return [
    ...(index > 0 ? [move("up", index - 1)] : []),
    ...(index < children.length - 1 ? [move("down", index + 1)] : []),
  ];
}

/** The menu of the child at `index`.
 * @param write takes the group's new children. */
export function rowActions(
  group: GroupNode,
  index: number,
  operators: readonly ConditionOperator[],
  write: Write,
): RowAction[] {
  const { children } = group;
  const node = children[index];
  if (node === undefined) return [];
  const put = (next: ConditionNode) => {
    write(replaceAt(children, index, next));
  };
  const operator =
    node.kind === "comparison" ? operators.find(({ name }) => name === node.raw.operator) : undefined;
  const own =
    node.kind === "comparison"
      ? comparisonActions(node, operator, (raw) => {
          put({ ...node, raw });
        })
      : groupActions(children, index, write);
  const inner = group.join === "all" ? ("any" as const) : ("all" as const);
  return [
    {
      id: "not",
      label: t(node.nots > 0 ? "conditions.unnegate" : "conditions.negate"),
      icon: "not",
      run: () => {
        put({ ...node, nots: node.nots > 0 ? node.nots - 1 : 1 });
      },
    },
    ...own,
    {
      id: "wrap",
      label: t("conditions.wrap"),
      icon: "wrap",
      run: () => {
        put({ kind: "group", nots: 0, join: inner, asList: false, children: [node] });
      },
    },
    {
      id: "copy",
      label: t("action.duplicate"),
      icon: "copy",
      run: () => {
        write(insertAt(children, index + 1, node));
      },
    },
    ...moves(children, index, write),
  ];
}
