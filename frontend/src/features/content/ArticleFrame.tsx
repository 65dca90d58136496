import figtree from "@fontsource-variable/figtree/files/figtree-latin-wght-normal.woff2?url";
import { useComputedColorScheme } from "@mantine/core";
import { type RefObject, useEffect, useRef, useState } from "react";

import { t } from "@/lib/i18n";

import { rangeOf } from "./findText";

const LEAST_HEIGHT = 240;

const PALETTES = {
  light: {
    text: "#1b2422",
    dim: "#59645f",
    line: "#e2dfd6",
    link: "#12685c",
    sunken: "#f6f5f1",
    found: "#ffe2b8",
  },
  dark: {
    text: "#dfe7e4",
    dim: "#9aaaa5",
    line: "#303c39",
    link: "#62b7a2",
    sunken: "#121a19",
    found: "#6b4a12",
  },
} as const;

type Scheme = keyof typeof PALETTES;

function styles(scheme: Scheme): string {
  const { text, dim, line, link, sunken, found } = PALETTES[scheme];
  return `
@font-face { font-family: Figtree; font-weight: 300 900; src: url("${figtree}") format("woff2"); }
:root { color-scheme: ${scheme}; }
body { margin: 0; background: transparent; color: ${text}; overflow-wrap: anywhere;
  font: 1.0625rem/1.7 Charter, "Bitstream Charter", "Iowan Old Style", Georgia, serif; }
body > :first-child { margin-top: 0; } body > :last-child { margin-bottom: 0; }
h1, h2, h3, h4 { font-family: Figtree, system-ui, sans-serif; line-height: 1.25; letter-spacing: -0.01em; margin: 2em 0 0.6em; }
h1 { font-size: 1.7rem; } h2 { font-size: 1.35rem; } h3 { font-size: 1.1rem; }
p, ul, ol, table, figure, blockquote { margin: 0 0 1.1em; }
a { color: ${link}; } img { max-width: 100%; height: auto; border-radius: 10px; }
figure { margin-inline: 0; } figcaption { color: ${dim}; font-size: 0.85rem; }
blockquote { padding-left: 1em; border-left: 3px solid ${line}; color: ${dim}; }
table { border-collapse: collapse; width: 100%; font-size: 0.95rem; }
th, td { padding: 0.45em 0.7em; border: 1px solid ${line}; text-align: start; }
::highlight(found) { background: ${found}; }
th, code, pre { background: ${sunken}; } pre { padding: 0.9em; overflow: auto; }`;
}

/** A whole document around the article's HTML; links leave the frame. */
export function frameDocument(html: string, scheme: Scheme): string {
  return `<!doctype html><html><head><meta charset="utf-8"><base target="_blank"><style>${styles(scheme)}</style></head><body>${html}</body></html>`;
}

/** Grows the frame to its content, also when an image arrives late. */
function useFullHeight(frame: RefObject<HTMLIFrameElement | null>) {
  const observer = useRef<ResizeObserver | null>(null);
  const [height, setHeight] = useState(LEAST_HEIGHT);
  useEffect(() => () => observer.current?.disconnect(), []);
  const onLoad = () => {
    const body = frame.current?.contentDocument?.body;
    observer.current?.disconnect();
    if (!body) return;
    observer.current = new ResizeObserver(() => {
      setHeight(Math.max(LEAST_HEIGHT, Math.ceil(body.getBoundingClientRect().height) + 8));
    });
    observer.current.observe(body);
  };
  return { height, onLoad };
}

/** Marks the words in the frame and scrolls to them; false where they are not there. */
export function showInFrame(frame: HTMLIFrameElement | null, excerpt: string): boolean {
  const inner = frame?.contentDocument;
  const range = inner ? rangeOf(inner.body, excerpt) : null;
  if (!inner || range === null) return false;
  const view = frame.contentWindow as (Window & typeof globalThis) | null;
  // Where the browser cannot mark a range without touching the document, it is only scrolled to.
  if (view && "Highlight" in view) view.CSS.highlights.set("found", new view.Highlight(range));
  range.startContainer.parentElement?.scrollIntoView({ block: "center" });
  return true;
}

interface ArticleFrameProps {
  html: string;
  /** For {@link showInFrame}. */
  frameRef?: RefObject<HTMLIFrameElement | null>;
}

/**
 * The article in a frame of its own: no script runs in it (the sandbox allows none) and its styles
 * and the studio's never meet. The server has sanitised the HTML; this is the second wall.
 */
export function ArticleFrame({ html, frameRef }: ArticleFrameProps) {
  const scheme = useComputedColorScheme("light");
  const own = useRef<HTMLIFrameElement>(null);
  const frame = frameRef ?? own;
  const { height, onLoad } = useFullHeight(frame);
  return (
    <iframe
      ref={frame}
      title={t("article.text")}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      srcDoc={frameDocument(html, scheme)}
      onLoad={onLoad}
      style={{ display: "block", width: "100%", height, border: 0, colorScheme: scheme }}
    />
  );
}
