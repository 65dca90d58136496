/** What a node can read of others, by the engine's rules (docs/api.md, params). */
import { listAt, nodeAt, type Place, slotsOf } from "./lookup";
import { hopsTo, isWithin, pathIn, splitPath } from "./paths";
import type { ListPath, Node, NodePath } from "./types";

export interface Earlier {
  /** The nodes whose outputs can be read, in the order of the document. */
  steps: Place[];
  /** The loops around, the innermost last; where there is one, `item` and `index` can be read. */
  loops: Place[];
  /** Whether it stands in a handler, which can read `error`. */
  inHandler: boolean;
}

/** What can be seen behind these nodes: all of them and their insides, but not those of loops. */
function behind(nodes: readonly Node[], list: ListPath, depth: number): Place[] {
  return nodes.flatMap((node, index) => {
    const path = pathIn(list, index);
    const inside = slotsOf(node, path)
      .filter(({ block }) => block !== "actions")
      .flatMap((slot) => behind(slot.nodes, slot.path, depth + 1));
    return [{ path, node, list, index, depth }, ...inside];
  });
}

/** What can be read once these nodes are done, as by the steps after a failure of the run. */
export const stepsBehind = (actions: readonly Node[], root = "actions"): Place[] =>
  behind(actions, root, 0);

/** The lists from the root down to the one a node stands in, each with the node that leads on. */
function wayTo(path: NodePath): { list: ListPath; index: number }[] {
  const { list, index } = splitPath(path);
  const [root = ""] = list.split("/");
  const way: { list: ListPath; index: number }[] = [];
  let at = root;
  for (const hop of hopsTo(list) ?? []) {
    way.push({ list: at, index: hop.index });
    const arm = hop.block === "branches" ? `branches/${String(hop.arm)}/actions` : hop.block;
    at = `${pathIn(at, hop.index)}/${arm}`;
  }
  return [...way, { list, index }];
}

/** A handler sees what its node has done inside, where this happens once. */
function seenByHandler(owner: Place): Place[] {
  return slotsOf(owner.node, owner.path)
    .filter(({ block }) => block !== "actions" && block !== "on_error")
    .flatMap((slot) => behind(slot.nodes, slot.path, owner.depth + 1));
}

/** What the node at `path` can read: what stands before it in its list and in the lists around.
 * @param path need not exist yet: the place where a node would be put in will do. */
export function earlierSteps(actions: readonly Node[], path: NodePath): Earlier {
  const found: Earlier = { steps: [], loops: [], inHandler: false };
  wayTo(path).forEach(({ list, index }, depth) => {
    found.steps.push(...behind((listAt(actions, list) ?? []).slice(0, index), list, depth));
    const owner = pathIn(list, index);
    const node = owner === path ? null : nodeAt(actions, owner);
    if (node === null) return;
    const place = { path: owner, node, list, index, depth };
    if (isWithin(path, `${owner}/actions`)) found.loops.push(place);
    if (!isWithin(path, `${owner}/on_error`)) return;
    found.inHandler = true;
    found.steps.push(...seenByHandler(place));
  });
  return found;
}
