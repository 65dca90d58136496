/** Where words of a finding stand in a text that may have changed since. */
import type { Editor } from "@tiptap/core";

/** Excerpts are cut with an ellipsis on either side; what is between them stands in the text. */
export function searchedWords(excerpt: string): string {
  return excerpt.replace(/^…|…$/g, "").replace(/\s+/g, " ").trim();
}

interface Piece {
  start: number;
  node: Text;
}

/** The range of the words in a document; null where they are not there. */
export function rangeOf(root: HTMLElement, excerpt: string): Range | null {
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const pieces: Piece[] = [];
  let text = "";
  while (walker.nextNode()) {
    const node = walker.currentNode as Text;
    pieces.push({ start: text.length, node });
    // One character for one, so that places stay the same.
    text += node.data.replace(/\s/g, " ");
  }
  const at = text.indexOf(searchedWords(excerpt));
  if (searchedWords(excerpt) === "" || at === -1) return null;
  const end = at + searchedWords(excerpt).length;
  const first = pieces.findLast(({ start }) => start <= at);
  const last = pieces.findLast(({ start }) => start < end);
  if (!first || !last) return null;
  const range = root.ownerDocument.createRange();
  range.setStart(first.node, at - first.start);
  range.setEnd(last.node, end - last.start);
  return range;
}

/** Chooses the words in the editor and shows them; false where they are not there. */
export function chooseText(editor: Editor, excerpt: string): boolean {
  const range = rangeOf(editor.view.dom, excerpt);
  if (range === null) return false;
  const from = editor.view.posAtDOM(range.startContainer, range.startOffset);
  const to = editor.view.posAtDOM(range.endContainer, range.endOffset);
  editor.chain().focus().setTextSelection({ from, to }).run();
  range.startContainer.parentElement?.scrollIntoView({ block: "center" });
  return true;
}
