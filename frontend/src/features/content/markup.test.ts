import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { lossesOf } from "./extensions";
import { markupLosses, tidyHtml } from "./markup";

const KEPT = [
  "<h2>A heading</h2><p>Some <strong>bold</strong> and <em>slanted</em> words.</p>",
  '<p><a href="https://example.com/" title="There" rel="nofollow">A link</a> and <a href="/a-page/">another</a></p>',
  "<ul><li>One</li><li>Two<ul><li>Below</li></ul></li></ul>",
  '<ol start="3"><li>Three</li><li>Four</li></ol>',
  '<blockquote cite="https://example.com/"><p>Said so</p></blockquote>',
  '<pre><code class="language-python">print(1)\n  indented</code></pre>',
  '<table><thead><tr><th scope="col">A</th><th align="right">B</th></tr></thead><tbody><tr><td>1</td><td align="right">2</td></tr></tbody></table>',
  '<table><tbody><tr><td colspan="2">Wide</td></tr></tbody></table>',
  '<figure><img src="/media/a.webp" alt="A scanner" width="12" height="6"><figcaption>It <em>scans</em></figcaption></figure>',
  '<p>Text <img src="/media/a.webp" alt="A"> and more</p>',
  "<p>Press <kbd>Ctrl</kbd>, see <samp>ok</samp>, H<sub>2</sub>O, x<sup>2</sup>, <mark>this</mark></p>",
  '<p>The <abbr title="Optical character recognition">OCR</abbr>, <q>said</q> <cite>one</cite>, <small>small</small></p>',
  "<p><del>Old</del> <ins>new</ins> <s>struck</s> <u>under</u> <code>code</code></p><hr><p>End<br>line</p>",
];

describe("the visual editor", () => {
  it.each(KEPT)("keeps %s", (html) => {
    expect(lossesOf(html)).toEqual([]);
  });

  it.each([
    ["<table><caption>Prices</caption><tbody><tr><td>1</td></tr></tbody></table>", "<caption>"],
    ["<table><tbody><tr><td>1</td></tr></tbody><tfoot><tr><td>2</td></tr></tfoot></table>", "<tfoot>"],
    ['<p><code class="language-js">x</code></p>', '<code class="language-js">'],
    ["<dl><dt>Word</dt><dd>Meaning</dd></dl>", "<dl>"],
    ['<video src="/a.mp4"></video><p>x</p>', "<video>"],
  ])("says what of %s it does not know", (html, lost) => {
    expect(lossesOf(html)).toContain(lost);
  });

  it("finds the loss of words", () => {
    expect(markupLosses("<p>One two</p>", "<p>One</p>")).toEqual(["text"]);
  });

  it("takes what means the same for the same", () => {
    expect(markupLosses("<p><b>a</b><i>b</i></p>", "<p><strong>a</strong><em>b</em></p>")).toEqual([]);
  });

  it("tells each tag once, not its attributes too", () => {
    expect(markupLosses('<p><abbr title="x">a</abbr></p>', "<p>a</p>")).toEqual(["<abbr>"]);
  });
});

describe("tidying", () => {
  it("takes the paragraphs out of items and cells that have only one", () => {
    expect(tidyHtml("<ul><li><p>One</p></li><li><p>a</p><p>b</p></li></ul>")).toBe(
      "<ul><li>One</li><li><p>a</p><p>b</p></li></ul>",
    );
  });

  it("writes tables as the rest of the system does", () => {
    const made =
      '<table style="min-width: 50px"><colgroup><col style="min-width: 25px"></colgroup><tbody><tr><th colspan="1" rowspan="1" style="text-align: right"><p>A</p></th></tr><tr><td colspan="1" rowspan="1"><p>1</p></td></tr></tbody></table>';
    expect(tidyHtml(made)).toBe(
      '<table><thead><tr><th align="right">A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>',
    );
  });

  it("ends without empty paragraphs and without targets of links", () => {
    expect(tidyHtml('<p><a href="/a/" target="_blank">a</a></p><p></p><p></p>')).toBe(
      '<p><a href="/a/">a</a></p>',
    );
  });

  it("changes nothing when it is done again, and loses nothing", () => {
    const inline = fc.constantFrom("word", "<strong>bold</strong>", '<a href="/x/">link</a>', "a<br>b");
    const block = fc.oneof(
      inline.map((text) => `<p>${text}</p>`),
      inline.map((text) => `<h2>${text}</h2>`),
      fc
        .array(inline, { minLength: 1, maxLength: 3 })
        .map((texts) => `<ul>${texts.map((text) => `<li><p>${text}</p></li>`).join("")}</ul>`),
      inline.map((text) => `<table><tr><th>${text}</th></tr><tr><td>${text}</td></tr></table>`),
    );
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 6 }), (blocks) => {
        const html = blocks.join("");
        const once = tidyHtml(html);
        expect(tidyHtml(once)).toBe(once);
        expect(markupLosses(html, once)).toEqual([]);
        expect(lossesOf(once)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });
});
