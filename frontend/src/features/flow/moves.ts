/** Where a step can be moved without a mouse. */
import {
  listAt,
  type ListPath,
  type Node,
  nodeAt,
  type NodePath,
  parentOf,
  pathIn,
  slotsOf,
  splitPath,
} from "@/lib/rule";

/** A place in a list: before what is now its `index`-th node. */
export interface Target {
  list: ListPath;
  index: number;
}

export interface Moves {
  up: Target | null;
  down: Target | null;
  /** To right behind the node that it is in. */
  out: Target | null;
  /** Into its neighbours: to the end of the one before it, to the beginning of the one after it. */
  into: Target[];
}

function slotsAt(actions: readonly Node[], path: NodePath, atEnd: boolean): Target[] {
  const node = nodeAt(actions, path);
  if (node === null) return [];
  return slotsOf(node, path).map((slot) => ({
    list: slot.path,
    index: atEnd ? slot.nodes.length : 0,
  }));
}

export function movesOf(actions: readonly Node[], path: NodePath): Moves {
  const { list, index } = splitPath(path);
  const last = (listAt(actions, list)?.length ?? 0) - 1;
  const parent = parentOf(path);
  const around = parent === null ? null : splitPath(parent);
  return {
    up: index > 0 ? { list, index: index - 1 } : null,
    down: index < last ? { list, index: index + 2 } : null,
    out: around && { list: around.list, index: around.index + 1 },
    into: [
      ...(index > 0 ? slotsAt(actions, pathIn(list, index - 1), true) : []),
      ...slotsAt(actions, pathIn(list, index + 1), false),
    ],
  };
}
