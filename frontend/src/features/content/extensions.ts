/** The markup that the visual editor knows: all that the server lets through, as far as it can be edited. */
import { type AnyExtension, Extension, generateHTML, generateJSON, Mark, Node } from "@tiptap/core";
import { Image } from "@tiptap/extension-image";
import { TableKit } from "@tiptap/extension-table";
import { StarterKit } from "@tiptap/starter-kit";

import { markupLosses, tidyHtml } from "./markup";

/** Inline tags without a button: they are kept as they are where a text has them. */
const KEPT_INLINE = ["kbd", "samp", "q", "cite", "mark", "sub", "sup", "small", "ins", "del"] as const;

const keptMarks = KEPT_INLINE.map((tag) =>
  Mark.create({
    name: `kept-${tag}`,
    // Before the editor's own marks, which would read `del` as struck through.
    priority: 1100,
    excludes: "",
    parseHTML: () => [{ tag }],
    renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
  }),
);

const abbreviation = Mark.create({
  name: "abbreviation",
  addAttributes: () => ({ title: { default: null } }),
  parseHTML: () => [{ tag: "abbr" }],
  renderHTML: ({ HTMLAttributes }) => ["abbr", HTMLAttributes, 0],
});

const figure = Node.create({
  name: "figure",
  group: "block",
  content: "block+ figcaption?",
  isolating: true,
  parseHTML: () => [{ tag: "figure" }],
  renderHTML: ({ HTMLAttributes }) => ["figure", HTMLAttributes, 0],
});

const caption = Node.create({
  name: "figcaption",
  content: "inline*",
  isolating: true,
  parseHTML: () => [{ tag: "figcaption" }],
  renderHTML: ({ HTMLAttributes }) => ["figcaption", HTMLAttributes, 0],
});

const keptAttributes = Extension.create({
  name: "keptAttributes",
  addGlobalAttributes: () => [
    { types: ["blockquote"], attributes: { cite: { default: null } } },
    { types: ["tableHeader"], attributes: { scope: { default: null } } },
  ],
});

/** Made anew for each editor: an extension holds state of the editor that it serves. */
export function articleExtensions(): AnyExtension[] {
  return [
    StarterKit.configure({
      // It would end every text with an empty paragraph.
      trailingNode: false,
      link: {
        openOnClick: false,
        autolink: false,
        HTMLAttributes: { target: null, rel: null, class: null },
      },
    }),
    Image.configure({ inline: true }),
    TableKit.configure({ table: { resizable: false } }),
    figure,
    caption,
    abbreviation,
    keptAttributes,
    ...keptMarks,
  ];
}

/** What the visual editor would lose of `html`, by opening and saving it; empty where it keeps all. */
export function lossesOf(html: string): string[] {
  const extensions = articleExtensions();
  const passed = generateHTML(generateJSON(html, extensions), extensions);
  return markupLosses(html, tidyHtml(passed));
}
