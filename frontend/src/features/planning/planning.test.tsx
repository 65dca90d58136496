import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { ok, page, refuse } from "@/test/fakeApi";
import { me } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { answer, offline } from "@/test/server";

const FILE = new File(["keyword\nscan to pdf\n"], "keywords.csv", { type: "text/csv" });

async function openImport() {
  const app = renderApp("/keywords");
  await app.user.click(await screen.findByRole("button", { name: "Import keywords" }));
  const dialog = await screen.findByRole("dialog", { name: "Import keywords" });
  const choose = async () => {
    const input = dialog.ownerDocument.querySelector<HTMLInputElement>("input[type=file]");
    await app.user.upload(input!, FILE);
    await app.user.click(within(dialog).getByRole("button", { name: "Import" }));
  };
  return { ...app, dialog, choose };
}

describe("keywords", () => {
  it("lists keyword, cluster and volume, and says what is unknown", async () => {
    renderApp("/keywords");
    const table = await screen.findByRole("table", { name: "Keywords" });
    expect(within(table).getByRole("row", { name: /phone document scanner/ })).toHaveTextContent(
      "Scan documents",
    );
    const row = within(table).getByRole("row", { name: /qr code/ });
    expect(row).toHaveTextContent("not grouped yet");
    expect(row).toHaveTextContent("unknown");
  });

  it("says what to do when there is none, and when none matches", async () => {
    answer("get", "/keywords/", () => page([]));
    const { user } = renderApp("/keywords");
    expect(await screen.findByText("No keywords yet")).toBeVisible();
    await user.type(screen.getByRole("searchbox"), "zebra");
    expect(await screen.findByText("No keyword matches “zebra”.")).toBeVisible();
  });

  it("says what went wrong", async () => {
    offline("get", "/keywords/");
    renderApp("/keywords");
    expect(await screen.findByRole("alert")).toHaveTextContent("cannot be reached");
  });
});

describe("import", () => {
  it("asks for a file first", async () => {
    const { user, dialog } = await openImport();
    await user.click(within(dialog).getByRole("button", { name: "Import" }));
    expect(within(dialog).getByText("Choose a file first.")).toBeVisible();
  });

  it("sends the file with the site and tells what became of it, rows that failed included", async () => {
    let sent: { site: FormDataEntryValue | null; type: string | null } | undefined;
    answer("post", "/keywords/import/", async (request) => {
      const type = request.headers.get("Content-Type");
      sent = { site: (await request.formData()).get("site"), type };
      const errors = Array.from({ length: 7 }, (_, i) => ({
        row: i + 2,
        column: null,
        message: "empty",
      }));
      return ok({ created: 3, updated: 1, skipped: 0, errors });
    });
    const { choose, dialog, user } = await openImport();
    await choose();
    expect(await within(dialog).findByText("3 new · 1 updated · 0 skipped")).toBeVisible();
    expect(within(dialog).getByText("7 rows could not be read")).toBeVisible();
    expect(within(dialog).getByText("Row 2: empty")).toBeVisible();
    expect(within(dialog).getByText("and 2 more")).toBeVisible();
    expect(sent?.site).toBe("s1");
    expect(sent?.type).toContain("multipart/form-data; boundary=");
    await user.click(within(dialog).getByRole("button", { name: "Import another file" }));
    expect(within(dialog).getByText("Choose a file")).toBeVisible();
  });

  it("follows a large import until it is through", async () => {
    const body = { created: 0, updated: 0, skipped: 0, errors: [] };
    let looks = 0;
    answer("post", "/keywords/import/", () => ok({ import_id: "i1", status: "pending" }, 202));
    answer("get", "/keywords/imports/i1/", () => {
      looks += 1;
      return looks === 1
        ? ok({ id: "i1", status: "running", rows_read: 4000, progress: 40, ...body })
        : ok({ id: "i1", status: "completed", ...body, created: 10_000 });
    });
    const { choose, dialog } = await openImport();
    await choose();
    expect(await within(dialog).findByText("4,000 rows read")).toBeVisible();
    expect(await within(dialog).findByText(/10,000 new/)).toBeVisible();
  });

  it("says why a large import failed", async () => {
    answer("post", "/keywords/import/", () => ok({ import_id: "i1", status: "pending" }, 202));
    answer("get", "/keywords/imports/i1/", () =>
      ok({ id: "i1", status: "failed", error_message: "The file breaks off in row 7,000." }),
    );
    const { choose, dialog } = await openImport();
    await choose();
    expect(await within(dialog).findByText("The file breaks off in row 7,000.")).toBeVisible();
  });

  it("says why a file was refused", async () => {
    answer("post", "/keywords/import/", () =>
      refuse(415, "unsupported_media_type", "This is a picture; a CSV or XLSX would be right."),
    );
    const { choose, dialog } = await openImport();
    await choose();
    expect(await within(dialog).findByRole("alert")).toHaveTextContent("This is a picture");
  });

  it("says that keywords need a site", async () => {
    answer("get", "/me/", () => ok({ ...me, sites: [] }));
    const { dialog } = await openImport();
    expect(dialog).toHaveTextContent("keywords belong to a site");
  });
});
