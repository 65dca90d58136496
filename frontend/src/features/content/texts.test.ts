import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { articles } from "@/test/fixtures";

import { changesOf, draftOf, isDirty } from "./draft";
import { rangeOf, searchedWords } from "./findText";
import { rateLength } from "./LengthMeter";
import { isLinkAddress } from "./LinkControl";
import { diffText, readableText } from "./textDiff";
import { titleWidth } from "./titleWidth";
import { reasonInWords } from "./VersionsTab";

const joined = (parts: ReturnType<typeof diffText>, without: string) =>
  parts
    .filter(({ change }) => change !== without)
    .map(({ text }) => text)
    .join("");

describe("comparing texts", () => {
  it("gives both texts back, whatever they are", () => {
    const line = fc.array(fc.constantFrom("a", "bee", "ç", "7", ",", " ", "sea"), { maxLength: 8 });
    const text = fc.array(
      line.map((words) => words.join("")),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(text, text, (before, after) => {
        const parts = diffText(before.join("\n"), after.join("\n"));
        expect(joined(parts, "added")).toBe(before.join("\n"));
        expect(joined(parts, "removed")).toBe(after.join("\n"));
      }),
    );
  });

  it("finds the one word that is another", () => {
    expect(diffText("Scan with a phone", "Scan with a tablet")).toEqual([
      { change: "same", text: "Scan with a " },
      { change: "removed", text: "phone" },
      { change: "added", text: "tablet" },
    ]);
  });

  it("shows passages as replaced where comparing them would take too long", () => {
    const long = (word: string) => Array.from({ length: 2500 }, () => word).join(" ");
    expect(diffText(long("a"), long("b")).map(({ change }) => change)).toEqual(["removed", "added"]);
  });

  it("reads an article line by line", () => {
    expect(readableText("<h2>Head</h2><p>One\n two</p><ul><li>a</li><li>b</li></ul>")).toBe(
      "Head\nOne two\na\nb",
    );
  });
});

describe("titles", () => {
  it("are as wide as the server measures them", () => {
    // Measured by the server's own table.
    expect(titleWidth("Home | Scan Guide")).toBe(174);
    expect(titleWidth("")).toBe(0);
    expect(titleWidth("漢字")).toBe(40);
    expect(titleWidth("é")).toBe(titleWidth("e"));
    expect(titleWidth("Жж")).toBe(25);
  });

  it("are good when they are shown whole", () => {
    const range = { from: 121, to: 156 };
    expect([0, 120, 121, 156, 157].map((length) => rateLength(length, range))).toEqual([
      "bad",
      "ok",
      "good",
      "good",
      "ok",
    ]);
  });
});

describe("a draft", () => {
  it("sends only what was changed", () => {
    const base = draftOf(articles[1]!);
    expect(isDirty(base, { ...base })).toBe(false);
    expect(changesOf(base, { ...base, title: "New", status: "approved" })).toEqual({
      title: "New",
      status: "approved",
    });
    expect(changesOf(base, { ...base, needs_writing: true })).toEqual({ needs_writing: true });
  });
});

describe("the places of findings", () => {
  it("are found across formatting and line breaks", () => {
    document.body.innerHTML = "<p>Use a <strong>flat\nbed</strong> scanner.</p>";
    expect(rangeOf(document.body, "…a flat bed scanner…")?.toString()).toBe("a flat\nbed scanner");
    expect(rangeOf(document.body, "nowhere")).toBeNull();
    expect(rangeOf(document.body, "…")).toBeNull();
    expect(searchedWords("…cut  here…")).toBe("cut here");
  });
});

describe("links", () => {
  it.each(["https://example.com/a", "http://a.b", "/page/", "#part", "mailto:a@b.c", "tel:+49"])(
    "may lead to %s",
    (address) => {
      expect(isLinkAddress(address)).toBe(true);
    },
  );
  it.each(["javascript:alert(1)", "//evil.example", "example.com", "https://", "data:text/html,x"])(
    "may not lead to %s",
    (address) => {
      expect(isLinkAddress(address)).toBe(false);
    },
  );
});

describe("a version", () => {
  it("says where it comes from", () => {
    expect(reasonInWords("edited")).toBe("Edited");
    expect(reasonInWords("restored 3")).toBe("Restored from version 3");
    expect(reasonInWords("something else")).toBe("something else");
  });
});
