/** The pages of a site as a tree: how they are shown, and what moving one of them means. */
import type { SitePage } from "@/lib/api";

export interface TreeNode {
  page: SitePage;
  /** 0 for pages at the top. */
  level: number;
  /** Among the pages below the same one, from 0. */
  index: number;
  siblings: number;
  children: TreeNode[];
}

/** Where a page goes: below which one (null is the top), and as which of the pages there. */
export interface Move {
  parent: string | null;
  position: number;
}

export type Direction = "up" | "down" | "in" | "out";

function inOrder(one: SitePage, other: SitePage): number {
  // The server orders in the same way; paths are ASCII.
  if (one.position !== other.position) return one.position - other.position;
  return one.path < other.path ? -1 : Number(one.path > other.path);
}

function parentOf(page: SitePage, known: ReadonlySet<string>): string | null {
  return page.parent !== null && known.has(page.parent) ? page.parent : null;
}

export function treeOf(pages: readonly SitePage[]): TreeNode[] {
  const known = new Set(pages.map(({ id }) => id));
  const byParent = new Map<string | null, SitePage[]>();
  for (const page of pages) {
    const parent = parentOf(page, known);
    byParent.set(parent, [...(byParent.get(parent) ?? []), page]);
  }
  const below = (parent: string | null, level: number): TreeNode[] => {
    const rows = (byParent.get(parent) ?? []).toSorted(inOrder);
    return rows.map((page, index) => ({
      page,
      level,
      index,
      siblings: rows.length,
      children: below(page.id, level + 1),
    }));
  };
  return below(null, 0);
}

/** The rows that are seen, from top to bottom. */
export function visibleRows(nodes: readonly TreeNode[], collapsed: ReadonlySet<string>): TreeNode[] {
  return nodes.flatMap((node) => [
    node,
    ...(collapsed.has(node.page.id) ? [] : visibleRows(node.children, collapsed)),
  ]);
}

export function allNodes(nodes: readonly TreeNode[]): TreeNode[] {
  return visibleRows(nodes, new Set());
}

/** A page and all pages below it. */
export function withBelow(node: TreeNode): Set<string> {
  return new Set(allNodes([node]).map(({ page }) => page.id));
}

interface Place {
  node: TreeNode;
  parent: TreeNode | null;
  siblings: readonly TreeNode[];
}

export function findNode(
  nodes: readonly TreeNode[],
  id: string,
  parent: TreeNode | null = null,
): Place | null {
  for (const node of nodes) {
    if (node.page.id === id) return { node, parent, siblings: nodes };
    const found = findNode(node.children, id, node);
    if (found) return found;
  }
  return null;
}

function stepOf(tree: readonly TreeNode[], place: Place, direction: Direction): Move | null {
  const { node, parent, siblings } = place;
  const parentId = parent?.page.id ?? null;
  if (direction === "up") return node.index > 0 ? { parent: parentId, position: node.index - 1 } : null;
  if (direction === "down") {
    return node.index < siblings.length - 1 ? { parent: parentId, position: node.index + 1 } : null;
  }
  if (direction === "in") {
    const above = siblings[node.index - 1];
    return above ? { parent: above.page.id, position: above.children.length } : null;
  }
  if (parent === null) return null;
  const grandparent = findNode(tree, parent.page.id)?.parent;
  return { parent: grandparent?.page.id ?? null, position: parent.index + 1 };
}

/** One step of a page in a direction; null where there is none, as for the home page. */
export function moveBy(tree: readonly TreeNode[], id: string, direction: Direction): Move | null {
  const place = findNode(tree, id);
  if (place === null || place.node.page.kind === "home") return null;
  return stepOf(tree, place, direction);
}

function ancestorAt(rows: readonly TreeNode[], row: TreeNode, level: number): TreeNode {
  let current = row;
  while (current.level > level) {
    const parent = rows.find(({ page }) => page.id === current.page.parent);
    if (!parent) break;
    current = parent;
  }
  return current;
}

function parentFor(
  rows: readonly TreeNode[],
  above: TreeNode | undefined,
  level: number,
): string | null {
  if (above === undefined || level === 0) return null;
  if (level > above.level) return above.page.id;
  const sibling = ancestorAt(rows, above, level);
  return sibling.page.parent;
}

export interface Drop extends Move {
  level: number;
}

/**
 * Where a page lands that is dropped between two rows: how far to the right it is held decides below
 * which of the possible pages.
 *
 * @param rows the rows that are seen, without those below the dragged one
 * @param wantedLevel the level at which it is held
 */
export function dropAt(
  rows: readonly TreeNode[],
  activeId: string,
  overId: string,
  wantedLevel: number,
): Drop | null {
  const [from, to] = [activeId, overId].map((id) => rows.findIndex(({ page }) => page.id === id));
  const active = rows[from ?? -1];
  if (active === undefined || to === undefined || to === -1 || active.page.kind === "home") return null;
  const others = rows.filter((row) => row !== active);
  const [above, beneath] = [others[to - 1], others[to]];
  const deepest = above === undefined ? 0 : above.level + 1;
  const level = Math.max(beneath?.level ?? 0, Math.min(deepest, wantedLevel));
  const parent = parentFor(others, above, level);
  const position = others
    .slice(0, to)
    .filter(
      (row) => row.level === level && (row.level === 0 ? null : row.page.parent) === parent,
    ).length;
  return { parent, position, level };
}

function pathOf(parent: SitePage | undefined, slug: string): string {
  return `${(parent?.path ?? "/").replace(/\/$/, "")}/${slug}/`;
}

function withPaths(pages: readonly SitePage[], parent: SitePage | undefined): SitePage[] {
  const own = pages.filter((page) => page.parent === (parent?.id ?? null));
  return own.flatMap((page) => {
    const moved = page.kind === "home" ? page : { ...page, path: pathOf(parent, page.slug) };
    return [moved, ...withPaths(pages, moved)];
  });
}

/** The pages as they are after a move, as the server makes them: numbered anew, with their addresses. */
export function applyMove(pages: readonly SitePage[], id: string, move: Move): SitePage[] {
  const moved = pages.find((page) => page.id === id);
  if (moved === undefined) return [...pages];
  const siblings = pages
    .filter((page) => page.id !== id && page.parent === move.parent)
    .toSorted(inOrder);
  siblings.splice(move.position, 0, { ...moved, parent: move.parent });
  const numbered = new Map(siblings.map((page, position) => [page.id, { ...page, position }]));
  return withPaths(
    pages.map((page) => numbered.get(page.id) ?? page),
    undefined,
  );
}
