import { useReactFlow } from "@xyflow/react";
import { type RefObject, useEffect } from "react";

/** What is in the middle stays there when the canvas gets narrower or wider, as by a panel beside it. */
export function useKeptMiddle(element: RefObject<HTMLElement | null>): void {
  const { getViewport, setViewport } = useReactFlow();
  useEffect(() => {
    const pane = element.current;
    if (pane === null) return undefined;
    let before = pane.clientWidth;
    const observer = new ResizeObserver(() => {
      const now = pane.clientWidth;
      const { x, y, zoom } = getViewport();
      if (before > 0 && now > 0 && now !== before) {
        void setViewport({ x: x + (now - before) / 2, y, zoom });
      }
      before = now;
    });
    observer.observe(pane);
    return () => {
      observer.disconnect();
    };
  }, [element, getViewport, setViewport]);
}
