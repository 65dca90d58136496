import type { ClipboardEvent, KeyboardEvent, SyntheticEvent } from "react";

import { t } from "@/lib/i18n";

import { asText, fromText } from "./clipboard";
import { copyStep, pasteStep, removeStep } from "./edits";
import { placeAfter, pressKey } from "./keys";
import { type FlowStore, say } from "./store";

/** The part of the flow whose card has the focus, or is around what has. Events of menus and dialogs come by
 * here too, for React lets them rise to what opened them; these stand elsewhere in the page. */
function stopOf({ target, currentTarget }: SyntheticEvent): string | null {
  if (!(target instanceof Element) || !currentTarget.contains(target)) return null;
  if (target.closest("input, textarea")) return null;
  return target.closest<HTMLElement>("[data-stop]")?.dataset.stop ?? null;
}

function keyboard(store: FlowStore) {
  return (event: KeyboardEvent) => {
    const stop = stopOf(event);
    if (stop === null || event.defaultPrevented) return;
    if (pressKey(store, stop, event)) event.preventDefault();
  };
}

/** Keys and the clipboard for all parts of a flow: to be put on what is around them. */
export function useFlowEvents(store: FlowStore) {
  const onCopy = (event: ClipboardEvent) => {
    const stop = stopOf(event);
    const node = stop === null ? null : copyStep(store, stop);
    if (node === null) return null;
    event.clipboardData.setData("text/plain", asText(node));
    event.preventDefault();
    return stop;
  };
  const onCut = (event: ClipboardEvent) => {
    const stop = store.getState().host.readOnly ? null : onCopy(event);
    if (stop !== null) removeStep(store, stop);
  };
  const onPaste = (event: ClipboardEvent) => {
    const { host } = store.getState();
    const stop = stopOf(event);
    if (stop === null || host.readOnly) return;
    const node = fromText(event.clipboardData.getData("text/plain"));
    if (node === null) say(store, t("flow.said.notPasted"));
    else pasteStep(store, placeAfter(stop, host.root), node);
  };
  return { onKeyDown: keyboard(store), onCopy, onCut, onPaste };
}
