import { type RefObject, useEffect } from "react";

import { useCheck, useEditor } from "./context";

const GIVE_UP_MS = 3000;
const FIELDS = "[aria-invalid='true'], [data-invalid='true'], [data-error='true']";

/** What is said about a field: its description, or its own text. */
function toldOf(field: Element): string {
  const ids = (field.getAttribute("aria-describedby") ?? "").split(" ");
  const described = ids.map((id) => document.getElementById(id)?.textContent ?? "");
  return [...described, field.textContent].join(" ");
}

function focusable(field: HTMLElement): HTMLElement {
  return field.matches("input, textarea, select, button, [tabindex]")
    ? field
    : (field.querySelector<HTMLElement>("input, textarea, select, button") ?? field);
}

/** The field that a problem is about: the one that says so, else the first that is wrong at all. */
function fieldOf(place: HTMLElement, text: string): HTMLElement | null {
  const fields = [...place.querySelectorAll<HTMLElement>(FIELDS)];
  return fields.find((field) => toldOf(field).includes(text)) ?? fields[0] ?? null;
}

/**
 * Puts the focus into the field of the problem that one has asked to be led to. The form may still be on its
 * way, so the page is looked at again whenever something comes to it.
 */
export function useFocusWanted(place: RefObject<HTMLElement | null>): void {
  const wanted = useEditor((state) => state.wanted);
  const jump = useEditor((state) => state.jump);
  const text = useCheck().list.find(({ key }) => key === wanted)?.text ?? "";
  useEffect(() => {
    if (wanted === null || place.current === null) return undefined;
    const { current } = place;
    const look = () => {
      const field = fieldOf(current, text);
      if (field === null) return;
      field.scrollIntoView({ block: "center" });
      focusable(field).focus();
      jump(null);
    };
    const observer = new MutationObserver(look);
    observer.observe(current, { childList: true, subtree: true, attributes: true });
    const timer = window.setTimeout(() => {
      jump(null);
    }, GIVE_UP_MS);
    look();
    return () => {
      observer.disconnect();
      window.clearTimeout(timer);
    };
  }, [wanted, text, place, jump]);
}
