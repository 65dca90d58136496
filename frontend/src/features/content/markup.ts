/** What becomes of an article's markup on its way through the visual editor. */

const SPANS = new Set(["colspan", "rowspan"]);

function parse(html: string): HTMLElement {
  return new DOMParser().parseFromString(html, "text/html").body;
}

function unwrap(element: Element): void {
  element.replaceWith(...element.childNodes);
}

/** The editor puts a paragraph into every item, cell and figure; one alone says nothing. */
function unwrapLoneParagraphs(root: HTMLElement): void {
  for (const holder of root.querySelectorAll("li, td, th, figcaption")) {
    const paragraphs = [...holder.children].filter(({ tagName }) => tagName === "P");
    const [only] = paragraphs;
    if (only && paragraphs.length === 1) unwrap(only);
  }
  for (const paragraph of root.querySelectorAll("figure > p")) {
    if (paragraph.textContent === "" && paragraph.querySelector("img")) unwrap(paragraph);
  }
}

/** Alignment by `style` is taken away by the server; by `align` it stays. */
function keepAlignment(cell: HTMLElement): void {
  const { textAlign } = cell.style;
  cell.removeAttribute("style");
  if (textAlign !== "") cell.setAttribute("align", textAlign);
}

function isHeadRow(row: Element): boolean {
  return row.children.length > 0 && [...row.children].every(({ tagName }) => tagName === "TH");
}

/** The rows of headings at the top of a table's body become its head. */
function splitHead(table: HTMLTableElement): void {
  const body = table.tBodies[0];
  if (table.tHead || !body) return;
  const rows = [...body.rows];
  const firstOther = rows.findIndex((row) => !isHeadRow(row));
  const count = firstOther === -1 ? rows.length : firstOther;
  if (count === 0) return;
  table.createTHead().append(...rows.slice(0, count));
  if (body.rows.length === 0) body.remove();
}

function tidyTable(table: HTMLTableElement): void {
  table.removeAttribute("style");
  table.querySelector("colgroup")?.remove();
  for (const cell of table.querySelectorAll<HTMLElement>("td, th")) {
    keepAlignment(cell);
    for (const name of SPANS) {
      if (cell.getAttribute(name) === "1") cell.removeAttribute(name);
    }
  }
  splitHead(table);
}

/** The editor's HTML as the rest of the system writes it: no empty wrappers, no widths, no styles. */
export function tidyHtml(html: string): string {
  const root = parse(html);
  unwrapLoneParagraphs(root);
  for (const table of root.querySelectorAll("table")) tidyTable(table);
  for (const link of root.querySelectorAll("a[target]")) link.removeAttribute("target");
  for (const last of [...root.children].reverse()) {
    if (last.tagName !== "P" || last.childNodes.length > 0) break;
    last.remove();
  }
  return root.innerHTML;
}

/** Tags that come and go without any meaning being lost. */
const NEUTRAL = new Set(["p", "thead", "tbody", "colgroup", "col"]);
const SAME: Readonly<Record<string, string>> = { b: "strong", i: "em", strike: "s" };
const NEUTRAL_ATTRIBUTES = new Set(["style", "target"]);

function signatures(root: HTMLElement): Map<string, number> {
  const counts = new Map<string, number>();
  const count = (signature: string) => {
    counts.set(signature, (counts.get(signature) ?? 0) + 1);
  };
  for (const element of root.querySelectorAll("*")) {
    const name = element.localName;
    if (NEUTRAL.has(name)) continue;
    const tag = SAME[name] ?? name;
    count(`<${tag}>`);
    for (const { name: attribute, value } of element.attributes) {
      if (NEUTRAL_ATTRIBUTES.has(attribute) || value === "") continue;
      if (SPANS.has(attribute) && value === "1") continue;
      count(`<${tag} ${attribute}="${value}">`);
    }
  }
  return counts;
}

function words(root: HTMLElement): string {
  return root.textContent.replace(/\s+/g, "");
}

/** Only the tag's own line: an attribute is told only where its tag is still there. */
function withoutRepeats(lost: readonly string[]): string[] {
  const tags = new Set(lost.filter((one) => !one.includes(" ")));
  return lost.filter((one) => !one.includes(" ") || !tags.has(`${one.split(" ")[0] ?? ""}>`));
}

/**
 * What of `before` is no longer in `after`: tags and attributes, and "text" where words are gone.
 * Empty when nothing is lost.
 */
export function markupLosses(before: string, after: string): string[] {
  const [was, is] = [parse(before), parse(after)];
  const left = signatures(is);
  const lost: string[] = [];
  for (const [signature, count] of signatures(was)) {
    if ((left.get(signature) ?? 0) < count) lost.push(signature);
  }
  const found = withoutRepeats(lost);
  return words(was) === words(is) ? found : [...found, "text"];
}
