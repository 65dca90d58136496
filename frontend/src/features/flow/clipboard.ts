/** Steps that were copied, as JSON: what is copied here can be pasted into another rule, another tab, a chat. */
import { create } from "zustand";

import { isObject } from "@/lib/json";
import type { Branch, Node } from "@/lib/rule";

/** What was copied last in this tab; the system's clipboard cannot be read by a menu. */
export const useClip = create<{ node: Node | null }>(() => ({ node: null }));

export const asText = (node: Node): string => JSON.stringify(node, null, 2);

const isList = (value: unknown): value is Node[] => Array.isArray(value) && value.every(isNode);
const isLists = (value: unknown): value is Branch[] =>
  Array.isArray(value) && value.every((way) => isObject(way) && isList(way.actions));

/** Whether it has the shape of a node, all the way in; whether it makes sense is for the API to say. */
function isNode(value: unknown): value is Node {
  if (!isObject(value) || typeof value.id !== "string" || typeof value.type !== "string") return false;
  const { branches, else: otherwise, actions, on_error: handler } = value;
  return (
    (branches === undefined || isLists(branches)) &&
    (otherwise === undefined || isList(otherwise)) &&
    (actions === undefined || isList(actions)) &&
    (!Array.isArray(handler) || isList(handler))
  );
}

/** The step that a text is of; null if it is none. */
export function fromText(text: string): Node | null {
  try {
    const value: unknown = JSON.parse(text);
    return isNode(value) ? value : null;
  } catch {
    return null;
  }
}

/** Keeps a copy here, and in the system's clipboard where the browser lets us. */
export function copyNode(node: Node): void {
  useClip.setState({ node });
  // Absent without https; refused where the page may not: then the copy here is what there is.
  const system = navigator.clipboard as Clipboard | undefined;
  system?.writeText(asText(node)).catch(() => undefined);
}
