/** What differs between two texts, word by word. */

export type Change = "same" | "added" | "removed";
export interface Part {
  change: Change;
  text: string;
}

/** Beyond this many comparisons two passages are shown as removed and added, whole. */
const MOST_COMPARISONS = 4_000_000;

const WORDS = /\s+|[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu;
const LINES = /[^\n]*\n|[^\n]+$/g;

/** Lengths of the longest common subsequences of the ends of both lists, row by row. */
function commonLengths(before: readonly string[], after: readonly string[]): Uint32Array[] {
  const rows = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i -= 1) {
    const row = rows[i] ?? new Uint32Array();
    const below = rows[i + 1] ?? new Uint32Array();
    for (let j = after.length - 1; j >= 0; j -= 1) {
      row[j] =
        before[i] === after[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return rows;
}

function compare(before: readonly string[], after: readonly string[]): Part[] {
  if (before.length * after.length > MOST_COMPARISONS) {
    return [
      { change: "removed", text: before.join("") },
      { change: "added", text: after.join("") },
    ];
  }
  const rows = commonLengths(before, after);
  const parts: Part[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, fresh] = [before[i], after[j]];
    if (old !== undefined && old === fresh) {
      parts.push({ change: "same", text: old });
      i += 1;
      j += 1;
    } else if (
      old !== undefined &&
      (rows[i + 1]?.[j] ?? 0) >= (fresh === undefined ? 0 : (rows[i]?.[j + 1] ?? 0))
    ) {
      parts.push({ change: "removed", text: old });
      i += 1;
    } else {
      parts.push({ change: "added", text: fresh ?? "" });
      j += 1;
    }
  }
  return parts;
}

/** Parts of one kind that follow each other become one; what stands beside each other keeps its order. */
function joined(parts: readonly Part[]): Part[] {
  const result: Part[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (last?.change === part.change) last.text += part.text;
    else if (part.text !== "") result.push({ ...part });
  }
  return result;
}

function words(text: string): string[] {
  return text.match(WORDS) ?? [];
}

/** Runs of removed and added lines are compared once more, by their words. */
function refined(lines: readonly Part[]): Part[] {
  const parts: Part[] = [];
  let [removed, added] = ["", ""];
  const flush = () => {
    parts.push(...compare(words(removed), words(added)));
    [removed, added] = ["", ""];
  };
  for (const { change, text } of lines) {
    if (change === "removed") removed += text;
    else if (change === "added") added += text;
    else {
      flush();
      parts.push({ change, text });
    }
  }
  flush();
  return parts;
}

/**
 * The way from `before` to `after`: what is the same and what was removed, together, are `before`;
 * what is the same and what was added are `after`.
 */
export function diffText(before: string, after: string): Part[] {
  const lines = compare(before.match(LINES) ?? [], after.match(LINES) ?? []);
  return joined(refined(lines));
}

/** A character that no text holds (a line's end in the source is a space to a reader). */
const END = "\u0001";
const BLOCKS = "p, h1, h2, h3, h4, h5, h6, li, td, th, blockquote, figcaption, caption, pre";

/** The text of an article, one line a paragraph, heading, item or cell. */
export function readableText(html: string): string {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const block of body.querySelectorAll(BLOCKS)) block.append(END);
  for (const wide of body.querySelectorAll("br")) wide.replaceWith(" ");
  return body.textContent
    .split(END)
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter((line) => line !== "")
    .join("\n");
}
