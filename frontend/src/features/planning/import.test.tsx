import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import type { ImportPreview } from "@/lib/api";
import { ok, refuse } from "@/test/fakeApi";
import { importPreview, me } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { answer } from "@/test/server";

import { assign, guessOf, onlyImpressions, sameMapping } from "./mapping";

const FILE = new File(["keyword\nscan to pdf\n"], "keywords.csv", { type: "text/csv" });

async function openImport() {
  const app = renderApp("/keywords");
  await app.user.click(await screen.findByRole("button", { name: "Import keywords" }));
  const dialog = await screen.findByRole("dialog", { name: "Import keywords" });
  const look = async () => {
    await app.user.upload(within(dialog).getByLabelText("Keyword file"), FILE);
    return within(dialog).findByRole("button", { name: "Import" });
  };
  const send = async () => {
    await app.user.click(await look());
  };
  return { ...app, dialog, look, send };
}

const showing = (part: Partial<ImportPreview>) => {
  answer("post", "/keywords/import/preview/", () => ok({ ...importPreview, ...part }));
};

/** What the import was sent, once it was. */
function noteImport() {
  const sent: Record<string, FormDataEntryValue>[] = [];
  answer("post", "/keywords/import/", async (request) => {
    sent.push(Object.fromEntries(await request.formData()));
    return ok({ created: 3, updated: 1, skipped: 0, errors: [] });
  });
  return sent;
}

describe("import", () => {
  it("shows what was recognised before anything is stored, and what the numbers count", async () => {
    const { dialog, look } = await openImport();
    await look();
    expect(dialog).toHaveTextContent("Google Search Console · 1,200 rows");
    expect(dialog).toHaveTextContent("This file has impressions, not search volumes");
    expect(within(dialog).getByRole("combobox", { name: "Top queries" })).toHaveDisplayValue("Keyword");
    expect(within(dialog).getByRole("combobox", { name: "Column 4" })).toHaveDisplayValue(
      "Not imported",
    );
    expect(within(dialog).getByText("scan to pdf")).toBeVisible();
  });

  it("sends the file as it was recognised, with the site", async () => {
    const sent = noteImport();
    const { dialog, send } = await openImport();
    await send();
    expect(await within(dialog).findByText("3 new · 1 updated · 0 skipped")).toBeVisible();
    expect(sent[0]).toMatchObject({ site: "s1" });
    expect(sent[0]).not.toHaveProperty("mapping");
  });

  it("sends what was said about the columns", async () => {
    const sent = noteImport();
    const { user, dialog, look } = await openImport();
    const go = await look();
    await user.selectOptions(within(dialog).getByRole("combobox", { name: "Clicks" }), "volume");
    await user.click(go);
    await within(dialog).findByText("Import finished");
    const { mapping } = sent[0]!;
    expect(JSON.parse(typeof mapping === "string" ? mapping : "null")).toEqual({
      "0": "keyword",
      "1": "volume",
      "2": "impressions",
    });
  });

  it("asks which column holds the keywords where that is not known", async () => {
    showing({ columns: [{ index: 0, header: "a", field: "" }], rows: [["x"]], format: "table" });
    const { user, dialog, look } = await openImport();
    const go = await look();
    expect(within(dialog).getByRole("alert")).toHaveTextContent("Which column holds the keywords?");
    expect(go).toBeDisabled();
    await user.selectOptions(within(dialog).getByRole("combobox", { name: "a" }), "keyword");
    expect(go).toBeEnabled();
  });

  it("says what is wrong with a file without rows, and with rows", async () => {
    showing({ rows: [], problem: "There is a header but no keyword below it." });
    const { user, dialog, look } = await openImport();
    expect(await look()).toBeDisabled();
    expect(within(dialog).getByRole("alert")).toHaveTextContent("no keyword below it");
    showing({ errors: [{ row: 4, column: "Clicks", message: "'abc' is no number." }] });
    await user.click(within(dialog).getByRole("button", { name: "Take another file" }));
    await look();
    expect(dialog).toHaveTextContent("1 row cannot be read in full: Row 4: 'abc' is no number.");
  });

  it("takes a list that is pasted", async () => {
    const { user, dialog } = await openImport();
    await user.click(within(dialog).getByRole("radio", { name: "A list" }));
    await user.click(within(dialog).getByRole("button", { name: "Next" }));
    expect(within(dialog).getByText("Paste at least one keyword.")).toBeVisible();
    await user.type(within(dialog).getByRole("textbox", { name: "Keywords" }), "scan to pdf");
    await user.click(within(dialog).getByRole("button", { name: "Next" }));
    expect(await within(dialog).findByText("pasted list.txt")).toBeVisible();
  });

  it("tells of the rows that were not read, all of them on request", async () => {
    const errors = Array.from({ length: 7 }, (_, i) => ({
      row: i + 2,
      column: i === 0 ? "Volume" : "",
      message: "empty",
    }));
    answer("post", "/keywords/import/", () => ok({ created: 0, updated: 0, skipped: 2, errors }));
    const { user, dialog, send } = await openImport();
    await send();
    expect(await within(dialog).findByText("7 rows could not be read")).toBeVisible();
    expect(within(dialog).getByText("Row 2, Volume: empty")).toBeVisible();
    await user.click(within(dialog).getByRole("button", { name: "Show 2 more" }));
    expect(within(dialog).getByText("Row 8: empty")).toBeVisible();
    await user.click(within(dialog).getByRole("button", { name: "Show the keywords" }));
    await waitFor(() => {
      expect(dialog).not.toBeInTheDocument();
    });
  });

  it("follows a large import until it is through", async () => {
    const body = { created: 0, updated: 0, skipped: 0, errors: [], error_count: 0 };
    let looks = 0;
    answer("post", "/keywords/import/", () => ok({ import_id: "i1", status: "pending" }, 202));
    answer("get", "/keywords/imports/i1/", () => {
      looks += 1;
      return looks === 1
        ? ok({ id: "i1", status: "running", rows_read: 4000, progress: 40, ...body })
        : ok({ id: "i1", status: "completed", ...body, created: 10_000 });
    });
    const { send, dialog } = await openImport();
    await send();
    expect(await within(dialog).findByText("4,000 rows read")).toBeVisible();
    expect(await within(dialog).findByText(/10,000 new/)).toBeVisible();
  });

  it("tells how it ended to who closed it meanwhile", async () => {
    let over = false;
    answer("post", "/keywords/import/", () => ok({ import_id: "i1", status: "pending" }, 202));
    answer("get", "/keywords/imports/i1/", () =>
      over
        ? ok({ id: "i1", status: "completed", created: 9000, updated: 0, skipped: 0, errors: [] })
        : ok({ id: "i1", status: "running", rows_read: 4000, progress: 40 }),
    );
    const { user, send, dialog } = await openImport();
    await send();
    await within(dialog).findByText("4,000 rows read");
    await user.click(within(dialog).getByRole("button", { name: "Close" }));
    over = true;
    expect(await screen.findByText("9,000 new · 0 updated · 0 skipped")).toBeVisible();
  });

  it("says why a large import failed", async () => {
    answer("post", "/keywords/import/", () => ok({ import_id: "i1", status: "pending" }, 202));
    answer("get", "/keywords/imports/i1/", () =>
      ok({ id: "i1", status: "failed", error_message: "The file breaks off in row 7,000." }),
    );
    const { send, dialog } = await openImport();
    await send();
    expect(await within(dialog).findByText("The file breaks off in row 7,000.")).toBeVisible();
  });

  it("says why a file was refused, and takes another", async () => {
    answer("post", "/keywords/import/preview/", () =>
      refuse(415, "unsupported_media_type", "This is a picture; a CSV or XLSX would be right."),
    );
    const { user, dialog } = await openImport();
    await user.upload(within(dialog).getByLabelText("Keyword file"), FILE);
    expect(await within(dialog).findByRole("alert")).toHaveTextContent("This is a picture");
    expect(within(dialog).getByRole("button", { name: "Choose a file" })).toBeVisible();
  });

  it("says that keywords need a site", async () => {
    answer("get", "/me/", () => ok({ ...me, sites: [] }));
    const { dialog } = await openImport();
    expect(dialog).toHaveTextContent("keywords belong to a site");
  });
});

describe("the mapping of columns", () => {
  it("gives a field to one column only, and can take it away", () => {
    const guess = guessOf(importPreview);
    expect(guess).toEqual({ "0": "keyword", "1": "clicks", "2": "impressions" });
    expect(assign(guess, 3, "keyword")).toEqual({ "1": "clicks", "2": "impressions", "3": "keyword" });
    expect(assign(guess, 1, "")).toEqual({ "0": "keyword", "2": "impressions" });
  });

  it("knows when nothing was changed", () => {
    const guess = guessOf(importPreview);
    expect(sameMapping(guess, assign(assign(guess, 1, ""), 1, "clicks"))).toBe(true);
    expect(sameMapping(guess, assign(guess, 3, "volume"))).toBe(false);
  });

  it("knows impressions without volumes", () => {
    expect(onlyImpressions({ "0": "keyword", "1": "impressions" })).toBe(true);
    expect(onlyImpressions({ "0": "impressions", "1": "volume" })).toBe(false);
  });
});
