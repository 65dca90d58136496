import { Menu, UnstyledButton } from "@mantine/core";
import {
  IconArrowDown,
  IconArrowUp,
  IconClipboard,
  IconCopy,
  IconCornerDownRight,
  IconCornerLeftUp,
  IconDots,
  IconPlus,
  IconScissors,
  IconTrash,
} from "@tabler/icons-react";
import { type ReactNode, useState } from "react";

import { t } from "@/lib/i18n";
import { nodeAt, type NodePath, ownerOf, splitPath } from "@/lib/rule";

import { useClip } from "./clipboard";
import {
  addWayTo,
  copyStep,
  duplicateStep,
  moveStep,
  pasteStep,
  removeStep,
  removeWayOf,
} from "./edits";
import classes from "./flow.module.css";
import { placeAfter } from "./keys";
import { movesOf, type Target } from "./moves";
import { type FlowStore, useFlow, useFlowStore } from "./store";
import { listWords, nameOf, wayWords } from "./words";

const SIZE = 15;

function Item({
  icon,
  onClick,
  children,
  color,
}: {
  icon: ReactNode;
  onClick: () => void;
  children: ReactNode;
  color?: string;
}) {
  return (
    <Menu.Item leftSection={icon} onClick={onClick} {...(color !== undefined && { c: color })}>
      {children}
    </Menu.Item>
  );
}

function MoveItems({ path, store }: { path: NodePath; store: FlowStore }) {
  const { actions, names } = store.getState().host;
  const { up, down, out, into } = movesOf(actions, path);
  const owner = ownerOf(splitPath(path).list);
  const around = owner === null ? null : nodeAt(actions, owner);
  const move = (to: Target) => () => {
    moveStep(store, path, to);
  };
  return (
    <>
      {up && (
        <Item icon={<IconArrowUp size={SIZE} aria-hidden />} onClick={move(up)}>
          {t("flow.up")}
        </Item>
      )}
      {down && (
        <Item icon={<IconArrowDown size={SIZE} aria-hidden />} onClick={move(down)}>
          {t("flow.down")}
        </Item>
      )}
      {out && around && (
        <Item icon={<IconCornerLeftUp size={SIZE} aria-hidden />} onClick={move(out)}>
          {t("flow.out", { name: nameOf(around, names) })}
        </Item>
      )}
      {into.map((to) => (
        <Item key={to.list} icon={<IconCornerDownRight size={SIZE} aria-hidden />} onClick={move(to)}>
          {t("flow.into", { way: listWords(actions, to.list, names) })}
        </Item>
      ))}
      {(up ?? down ?? out ?? into[0]) && <Menu.Divider />}
    </>
  );
}

function WayItems({ path, store }: { path: NodePath; store: FlowStore }) {
  const node = nodeAt(store.getState().host.actions, path);
  if (node === null || (node.type !== "branch" && node.type !== "parallel")) return null;
  const ways = node.branches ?? [];
  return (
    <>
      <Item
        icon={<IconPlus size={SIZE} aria-hidden />}
        onClick={() => {
          addWayTo(store, path);
        }}
      >
        {t(`flow.addWay.${node.type}`)}
      </Item>
      {ways.length > 1 &&
        ways.map((_, arm) => (
          <Item
            key={arm}
            icon={<IconTrash size={SIZE} aria-hidden />}
            onClick={() => {
              removeWayOf(store, path, arm);
            }}
          >
            {t("flow.removeWay", { way: wayWords(node, "branches", arm) })}
          </Item>
        ))}
      <Menu.Divider />
    </>
  );
}

function CopyItems({ path, store }: { path: NodePath; store: FlowStore }) {
  const clip = useClip(({ node }) => node);
  return (
    <>
      <Item
        icon={<IconCopy size={SIZE} aria-hidden />}
        onClick={() => {
          duplicateStep(store, path);
        }}
      >
        {t("flow.duplicate")}
      </Item>
      <Item
        icon={<IconClipboard size={SIZE} aria-hidden />}
        onClick={() => {
          copyStep(store, path);
        }}
      >
        {t("flow.copy")}
      </Item>
      <Item
        icon={<IconScissors size={SIZE} aria-hidden />}
        onClick={() => {
          if (copyStep(store, path) !== null) removeStep(store, path);
        }}
      >
        {t("flow.cut")}
      </Item>
      {clip !== null && (
        <Item
          icon={<IconClipboard size={SIZE} aria-hidden />}
          onClick={() => {
            pasteStep(store, placeAfter(path, store.getState().host.root), clip);
          }}
        >
          {t("flow.pasteAfter")}
        </Item>
      )}
    </>
  );
}

function Items({ path }: { path: NodePath }) {
  const store = useFlowStore();
  return (
    <>
      <Item
        icon={<IconPlus size={SIZE} aria-hidden />}
        onClick={() => {
          store.setState({ palette: placeAfter(path, store.getState().host.root) });
        }}
      >
        {t("flow.addAfter")}
      </Item>
      <Menu.Divider />
      <MoveItems path={path} store={store} />
      <WayItems path={path} store={store} />
      <CopyItems path={path} store={store} />
      <Menu.Divider />
      <Item
        color="var(--mantine-color-error)"
        icon={<IconTrash size={SIZE} aria-hidden />}
        onClick={() => {
          removeStep(store, path);
        }}
      >
        {t("flow.remove")}
      </Item>
    </>
  );
}

interface StepMenuProps {
  path: NodePath;
  name: string;
  /** Whether it is one of the things that Tab goes to; the canvas has keys for all of it. */
  tabbable?: boolean;
}

/** What can be done to a step. The menu itself is made when it is first opened: a flow has hundreds of steps. */
export function StepMenu({ path, name, tabbable = false }: StepMenuProps) {
  const store = useFlowStore();
  const opened = useFlow(({ menu }) => menu === path);
  const [live, setLive] = useState(false);
  // Once made it stays: the focus comes back to the button that is its own.
  if (opened && !live) setLive(true);
  const setOpened = (open: boolean) => {
    if (open) store.setState({ menu: path });
    // What was chosen may have led the focus elsewhere; else it goes back to the step.
    else store.setState(({ focus }) => ({ menu: null, focus: focus ?? path }));
  };
  const button = (
    <UnstyledButton
      className={`${classes.dots ?? ""} nodrag nopan`}
      aria-label={t("flow.menu", { name })}
      tabIndex={tabbable ? 0 : -1}
      {...(!live && {
        "aria-haspopup": "menu" as const,
        onClick: () => {
          setOpened(true);
        },
      })}
    >
      <IconDots size={18} aria-hidden />
    </UnstyledButton>
  );
  if (!live) return button;
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-end" shadow="md" withinPortal>
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown mah="min(28rem, 80vh)" style={{ overflowY: "auto" }}>
        {opened && <Items path={path} />}
      </Menu.Dropdown>
    </Menu>
  );
}
