import { Badge, Button, NativeSelect, Text } from "@mantine/core";
import { IconFolderPlus, IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";

import { JsonView } from "@/components/JsonView";
import { t } from "@/lib/i18n";

import { problemAt, useBuilder } from "./BuilderContext";
import { ConditionRow } from "./ConditionRow";
import classes from "./conditions.module.css";
import { rowActions } from "./rowActions";
import { RowMenu } from "./RowMenu";
import {
  childPlace,
  type ConditionNode,
  type GroupNode,
  innerPlace,
  newComparison,
  newGroup,
  removeAt,
  replaceAt,
} from "./tree";
import { useGroupFocus } from "./useGroupFocus";

function nameOf(node: ConditionNode, number: number): string {
  if (node.kind === "group") return t("conditions.group");
  const field = node.kind === "comparison" ? node.raw.field : "";
  return field === "" ? t("conditions.number", { number }) : t("conditions.named", { number, field });
}

function Nots({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <div className={classes.nots}>
      {Array.from({ length: count }, (_, index) => (
        <Badge key={index} color="ember" title={t("conditions.not.hint")}>
          {t("conditions.not")}
        </Badge>
      ))}
    </div>
  );
}

interface ItemProps {
  node: ConditionNode;
  at: string;
  name: string;
  tools: ReactNode;
  onChange: (node: ConditionNode) => void;
}

/** A part that has no inputs: shown as it is. */
function RawItem({ node, at, name, tools }: ItemProps) {
  const { problems } = useBuilder();
  return (
    <div role="group" aria-label={name}>
      <div className={classes.row} data-valueless>
        <Text size="sm" style={{ gridColumn: "1 / span 2" }}>
          {t("conditions.raw")}
        </Text>
        <div className={classes.tools}>{tools}</div>
      </div>
      <JsonView label={name} value={node.kind === "raw" ? node.raw : null} />
      <p className={classes.problem}>{problemAt(problems, at)}</p>
    </div>
  );
}

function InnerGroup({ node, at, name, tools, onChange }: ItemProps & { node: GroupNode }) {
  const { problems } = useBuilder();
  const own = node.asList && node.join === "all" ? at : `${at}.${node.join}`;
  return (
    <div className={classes.group} data-join={node.join}>
      <ConditionGroup
        label={name}
        group={node}
        place={(index) => childPlace(node, at, index)}
        tools={tools}
        onChange={onChange}
      />
      <p className={classes.problem}>{problemAt(problems, ...new Set([at, own]))}</p>
    </div>
  );
}

function Item(props: ItemProps) {
  const { node, at, onChange } = props;
  const inner = innerPlace(node, at);
  return (
    <>
      <Nots count={node.nots} />
      {node.kind === "comparison" && (
        <ConditionRow
          {...props}
          raw={node.raw}
          at={inner}
          onChange={(raw) => {
            onChange({ ...node, raw });
          }}
        />
      )}
      {node.kind === "group" && <InnerGroup {...props} node={node} at={inner} />}
      {node.kind === "raw" && <RawItem {...props} at={inner} />}
    </>
  );
}

interface GroupProps {
  label: string;
  group: GroupNode;
  /** Where the child at an index stands. */
  place: (index: number) => string;
  onChange: (group: GroupNode) => void;
  isRoot?: boolean;
  /** Of a group in a group: what can be done with it. */
  tools?: ReactNode;
}

function JoinSelect({ group, onChange }: Pick<GroupProps, "group" | "onChange">) {
  return (
    <NativeSelect
      aria-label={t("conditions.join")}
      size="xs"
      value={group.join}
      data={[
        { value: "all", label: t("conditions.all") },
        { value: "any", label: t("conditions.any") },
      ]}
      onChange={(event) => {
        onChange({ ...group, join: event.currentTarget.value === "any" ? "any" : "all" });
      }}
    />
  );
}

/** Conditions that are joined by "and" or "or", each a comparison or a group of its own. */
export function ConditionGroup(props: GroupProps) {
  const { label, group, place, onChange, isRoot = false, tools } = props;
  const { operators } = useBuilder();
  const { children } = group;
  const { listRef, addRef, aim } = useGroupFocus(children.length);
  const write = (next: readonly ConditionNode[]) => {
    onChange({ ...group, children: next });
  };
  const add = (node: ConditionNode) => {
    aim({ kind: "new" });
    write([...children, node]);
  };
  return (
    <div role="group" aria-label={label}>
      {(tools !== undefined || children.length > 1) && (
        <div className={classes.head}>
          <JoinSelect group={group} onChange={onChange} />
          <span className={classes.grow} />
          {tools}
        </div>
      )}
      {children.length === 0 && (
        <Text size="sm" c="dimmed">
          {t(isRoot ? "conditions.none" : "conditions.empty")}
        </Text>
      )}
      <ul className={classes.list} ref={listRef}>
        {children.map((node, index) => {
          const name = nameOf(node, index + 1);
          return (
            // What is written has no identity of its own; inputs keep no state beside their value.
            <li key={index}>
              {index > 0 && (
                <span className={classes.joint} aria-hidden>
                  {t(group.join === "any" ? "conditions.or" : "conditions.and")}
                </span>
              )}
              <Item
                node={node}
                at={place(index)}
                name={name}
                onChange={(next) => {
                  write(replaceAt(children, index, next));
                }}
                tools={
                  <RowMenu
                    name={name}
                    actions={rowActions(group, index, operators, write)}
                    onRemove={() => {
                      aim({ kind: "after", index });
                      write(removeAt(children, index));
                    }}
                  />
                }
              />
            </li>
          );
        })}
      </ul>
      <div className={classes.adders}>
        <Button
          ref={addRef}
          size="xs"
          variant="light"
          leftSection={<IconPlus size={15} aria-hidden />}
          onClick={() => {
            add(newComparison());
          }}
        >
          {t("conditions.add")}
        </Button>
        <Button
          size="xs"
          variant="subtle"
          leftSection={<IconFolderPlus size={15} aria-hidden />}
          onClick={() => {
            add(newGroup(group.join));
          }}
        >
          {t("conditions.addGroup")}
        </Button>
      </div>
    </div>
  );
}
