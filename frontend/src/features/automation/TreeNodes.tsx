import { Button, Group, Text, UnstyledButton } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useId, useState } from "react";

import { LinedList } from "@/components/LinedList";
import { t } from "@/lib/i18n";

import { isUnfinished } from "./runStatus";
import { creditsOf, itemLabel, itemsTotal, needsLook, statusOf, tally, type TreeNode } from "./runTree";
import { StatusBadge } from "./StatusBadge";
import { StepError, StepRow } from "./StepRow";
import classes from "./tree.module.css";

/** Up to so many items of a loop are shown at once; beyond, those that need a look. */
const FEW = 5;
const MORE = 50;

interface NodesProps {
  nodes: readonly TreeNode[];
  taskId: string;
  /** Whether steps offer to run again from there. */
  mayRerun: boolean;
}

type NodeProps = Omit<NodesProps, "nodes"> & { node: TreeNode };

function groupName(node: TreeNode, total: number): string {
  const number = node.index + 1;
  if (node.kind === "item") {
    return total > 0 ? t("tree.item", { number, count: total }) : t("tree.itemAlone", { number });
  }
  if (node.kind === "lane") return node.step?.name ?? t("tree.lane", { number });
  if (node.kind === "arm") return t("tree.arm", { number });
  if (node.kind === "else") return t("tree.else");
  if (node.segment === "on_failure" || node.segment === "on_recovery") return t(`tree.${node.segment}`);
  return t("tree.on_error");
}

function GroupHead({ node, name }: { node: TreeNode; name: string }) {
  const credits = creditsOf(node);
  const label = itemLabel(node);
  return (
    <>
      <span className={classes.groupName}>
        <Text span fw={600} size="sm">
          {name}
        </Text>
        {label !== "" && (
          <Text span size="sm" c="dimmed" truncate>
            {label}
          </Text>
        )}
      </span>
      {credits > 0 && (
        <Text span size="xs" c="dimmed" className={classes.groupCredits}>
          {t("estimate.exact", { count: credits })}
        </Text>
      )}
      <StatusBadge status={statusOf(node)} />
    </>
  );
}

/** An item, a way, a lane or a handler: folds away what is inside. */
function GroupNode({ node, total, open, ...rest }: NodeProps & { total: number; open: boolean }) {
  const [chosen, setChosen] = useState<boolean | null>(null);
  const id = useId();
  // Until somebody decides, it opens by itself when something in it wants to be seen.
  const opened = chosen ?? open;
  const name = groupName(node, total);
  const error = node.step?.error ?? null;
  const isTold = error === null || node.children.some(needsLook);
  return (
    <li data-path={node.path}>
      <UnstyledButton
        className={classes.group}
        aria-expanded={opened}
        aria-controls={id}
        onClick={() => {
          setChosen(!opened);
        }}
      >
        <IconChevronRight size={15} aria-hidden className={classes.chevron} data-open={opened} />
        <GroupHead node={node} name={name} />
      </UnstyledButton>
      <div id={id} hidden={!opened} className={classes.inside}>
        {opened && !isTold && <StepError error={error} />}
        {opened && node.children.length > 0 && (
          <LinedList ordered className={classes.tree} label={t("tree.inside", { name })}>
            <Nodes {...rest} nodes={node.children} />
          </LinedList>
        )}
      </div>
    </li>
  );
}

function Tally({ items, toCome }: { items: readonly TreeNode[]; toCome: number }) {
  const words = tally(items).map(([status, count]) =>
    t("tree.tally", { count, status: t(`runStatus.${status}`).toLowerCase() }),
  );
  if (toCome > 0) words.push(t("tree.toCome", { count: toCome }));
  return (
    <Text size="sm" c="dimmed">
      {words.join(" · ")}
    </Text>
  );
}

interface MoreProps {
  all: boolean;
  count: number;
  hidden: number;
  onToggle: () => void;
  onMore: () => void;
}

function More({ all, count, hidden, onToggle, onMore }: MoreProps) {
  return (
    <Group gap="xs">
      <Button size="compact-sm" variant="subtle" aria-expanded={all} onClick={onToggle}>
        {all ? t("tree.showFewer") : t("tree.showAll", { count })}
      </Button>
      {all && hidden > 0 && (
        <Button size="compact-sm" variant="subtle" onClick={onMore}>
          {t("tree.showMore", { count: Math.min(hidden, MORE) })}
        </Button>
      )}
    </Group>
  );
}

/** The items of a loop: all of a few; of many, how they stand and those that need a look. */
function Items({
  loop,
  items,
  ...rest
}: Omit<NodeProps, "node"> & { loop: TreeNode; items: TreeNode[] }) {
  const [all, setAll] = useState(false);
  const [most, setMost] = useState(MORE);
  const total = itemsTotal(loop);
  const isLong = items.length > FEW;
  const shown = !isLong ? items : all ? items.slice(0, most) : items.filter(needsLook).slice(0, FEW);
  const isGoing = loop.step === null || isUnfinished(loop.step.status);
  return (
    <div className={classes.inside}>
      <Tally items={items} toCome={isGoing ? total - items.length : 0} />
      {shown.length > 0 && (
        <LinedList ordered className={classes.tree}>
          {shown.map((item) => (
            <GroupNode
              {...rest}
              key={item.path}
              node={item}
              total={total}
              open={!isLong && needsLook(item)}
            />
          ))}
        </LinedList>
      )}
      {isLong && (
        <More
          all={all}
          count={items.length}
          hidden={items.length - shown.length}
          onToggle={() => {
            setAll(!all);
          }}
          onMore={() => {
            setMost(most + MORE);
          }}
        />
      )}
    </div>
  );
}

function StepNode({ node, taskId, mayRerun }: NodeProps) {
  if (node.step === null) return null;
  const items = node.children.filter(({ kind }) => kind === "item");
  const others = node.children.filter(({ kind }) => kind !== "item");
  return (
    <StepRow
      step={node.step}
      number={node.index + 1}
      taskId={taskId}
      mayRerun={mayRerun && node.path.startsWith("actions/")}
    >
      {items.length > 0 && <Items loop={node} items={items} taskId={taskId} mayRerun={mayRerun} />}
      {others.length > 0 && (
        <LinedList ordered className={classes.tree}>
          <Nodes nodes={others} taskId={taskId} mayRerun={mayRerun} />
        </LinedList>
      )}
    </StepRow>
  );
}

/** Steps and the groups between them, as items of a list. */
export function Nodes({ nodes, ...rest }: NodesProps) {
  return nodes.map((node) =>
    node.kind === "step" ? (
      <StepNode {...rest} key={node.path} node={node} />
    ) : (
      <GroupNode {...rest} key={node.path} node={node} total={0} open />
    ),
  );
}
