import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";

import { ok, page, refuse } from "@/test/fakeApi";
import { keywords, me } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { answer, offline } from "@/test/server";

const table = async () => screen.findByRole("table", { name: "Keywords" });

function noteBulk(skipped: unknown[] = []) {
  const asked: unknown[] = [];
  answer("post", "/keywords/bulk/", async (request) => {
    const body = (await request.json()) as { ids: string[] };
    asked.push(body);
    return ok({ done: body.ids, skipped });
  });
  return asked;
}

describe("keywords", () => {
  it("says of each number whether it counts searches or impressions, and what is unknown", async () => {
    answer("get", "/keywords/", () =>
      page([...keywords, { ...keywords[3], id: "w5", text: "pdf", impressions: 900 }]),
    );
    renderApp("/keywords");
    const rows = await table();
    expect(within(rows).getByRole("row", { name: /phone document scanner/ })).toHaveTextContent(
      "8,100 searches",
    );
    expect(within(rows).getByRole("row", { name: /Select pdf/ })).toHaveTextContent("900 impressions");
    const unknown = within(rows).getByRole("row", { name: /qr code/ });
    expect(unknown).toHaveTextContent("Not grouped yet");
    expect(unknown).toHaveTextContent("unknown");
  });

  it("says once that all numbers are impressions", async () => {
    answer("get", "/keywords/", () => page([{ ...keywords[3], impressions: 900 }]));
    renderApp("/keywords");
    expect(await screen.findByText(/These numbers are impressions from Search Console/)).toBeVisible();
  });

  it("says what to do when there is none, and when none matches", async () => {
    answer("get", "/keywords/", () => page([]));
    const { user } = renderApp("/keywords");
    expect(await screen.findByText("No keywords yet")).toBeVisible();
    await user.type(screen.getByRole("searchbox"), "zebra");
    expect(await screen.findByText("No keyword matches “zebra”.")).toBeVisible();
  });

  it("keeps filters and order in the address, and asks the server for them", async () => {
    const asked: string[] = [];
    answer("get", "/keywords/", (request) => {
      asked.push(new URL(request.url).search);
      return page(keywords);
    });
    const { user, router } = renderApp("/keywords?page=2");
    await table();
    await user.selectOptions(screen.getByRole("combobox", { name: "Intent" }), "commercial");
    await user.click(screen.getByRole("button", { name: "Difficulty" }));
    await waitFor(() => {
      expect(router.state.location.search).toBe("?intent=commercial&sort=difficulty");
    });
    await waitFor(() => {
      expect(asked.at(-1)).toContain("page=1&page_size=50&ordering=difficulty&intent=commercial");
    });
  });

  it("says what went wrong", async () => {
    offline("get", "/keywords/");
    renderApp("/keywords");
    expect(await screen.findByRole("alert")).toHaveTextContent("cannot be reached");
  });

  it("shows the keywords in their clusters, and opens one on request", async () => {
    const { user } = renderApp("/keywords");
    await table();
    await user.click(screen.getByRole("radio", { name: "By cluster" }));
    await user.click(await screen.findByRole("button", { name: /Scan documents/ }));
    expect(await screen.findByText("phone document scanner")).toBeVisible();
    expect(
      screen.getByRole("button", { name: /Not grouped yet 2 keywords|Not grouped yet/ }),
    ).toBeVisible();
  });

  it("has nothing that axe objects to", async () => {
    renderApp("/keywords");
    await table();
    const { violations } = await axe.run(document.body, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
  });
});

describe("changing keywords where they stand", () => {
  it("saves a volume with Enter and shows what the server made of it", async () => {
    let sent: unknown;
    answer("patch", "/keywords/w4/", async (request) => {
      sent = await request.json();
      return ok({ ...keywords[3], volume: 700 });
    });
    const { user } = renderApp("/keywords");
    const row = within(await table()).getByRole("row", { name: /qr code/ });
    await user.click(within(row).getByRole("button", { name: /change: Searches a month/ }));
    const input = within(row).getByRole("textbox", {
      name: "Searches a month of “qr code scanner from image”",
    });
    expect(input).toHaveFocus();
    await user.type(input, "700{Enter}");
    await waitFor(() => {
      expect(sent).toEqual({ volume: 700 });
    });
    expect(await within(row).findByRole("button", { name: /700 searches change/ })).toHaveFocus();
  });

  it("says beside the field why a text is refused, and leaves it on Escape", async () => {
    answer("patch", "/keywords/w4/", () => {
      const refusal = refuse(400, "validation_error", "Some fields are wrong.");
      const text = ["The site has this keyword already."];
      return { ...refusal, body: { error: { code: "x", message: "y", fields: { text } } } };
    });
    const { user } = renderApp("/keywords");
    const row = within(await table()).getByRole("row", { name: /qr code/ });
    await user.click(within(row).getByRole("button", { name: /change: Keyword/ }));
    await user.clear(within(row).getByRole("textbox"));
    await user.type(within(row).getByRole("textbox"), "scan to pdf{Enter}");
    expect(await within(row).findByText("The site has this keyword already.")).toBeVisible();
    await user.keyboard("{Escape}");
    expect(within(row).getByText("qr code scanner from image")).toBeVisible();
  });

  it("saves a choice when it is left", async () => {
    let sent: unknown;
    answer("patch", "/keywords/w4/", async (request) => {
      sent = await request.json();
      return ok({ ...keywords[3], intent: "commercial" });
    });
    const { user } = renderApp("/keywords");
    const row = within(await table()).getByRole("row", { name: /qr code/ });
    await user.click(within(row).getByRole("button", { name: /change: Intent/ }));
    await user.selectOptions(within(row).getByRole("combobox"), "commercial");
    await user.tab();
    expect(await within(row).findByText("Commercial")).toBeVisible();
    expect(sent).toEqual({ intent: "commercial" });
  });

  it("leaves viewers to read", async () => {
    answer("get", "/me/", () => ok({ ...me, role: "viewer" }));
    renderApp("/keywords");
    const rows = await table();
    expect(within(rows).queryByRole("button", { name: /change/ })).not.toBeInTheDocument();
    expect(within(rows).queryByRole("checkbox")).not.toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Import keywords" })).not.toBeInTheDocument();
  });
});

describe("many keywords at once", () => {
  it("deletes them after a question", async () => {
    const asked = noteBulk();
    const { user } = renderApp("/keywords");
    await user.click(await screen.findByRole("checkbox", { name: "Select scan to pdf" }));
    await user.click(screen.getByRole("checkbox", { name: "Select qr code scanner from image" }));
    const bar = screen.getByRole("region", { name: "With what is selected" });
    await user.click(within(bar).getByRole("button", { name: "Delete" }));
    const question = await screen.findByRole("dialog", { name: "Delete 2 keywords?" });
    await user.click(within(question).getByRole("button", { name: "Delete" }));
    expect(await screen.findByText("2 keywords deleted")).toBeVisible();
    expect(asked).toEqual([{ ids: ["w3", "w4"], action: "delete", cluster: null }]);
    expect(screen.queryByRole("region", { name: "With what is selected" })).not.toBeInTheDocument();
  });

  it("moves them into a cluster that is looked for by name", async () => {
    const asked = noteBulk();
    const { user } = renderApp("/keywords");
    await user.click(await screen.findByRole("button", { name: "More for scan to pdf" }));
    await user.click(await screen.findByRole("menuitem", { name: "Move to a cluster" }));
    const dialog = await screen.findByRole("dialog", { name: "Move to a cluster" });
    await user.click(within(dialog).getByRole("button", { name: "Move 1 keyword" }));
    expect(within(dialog).getByText("Choose a cluster first.")).toBeVisible();
    await user.click(within(dialog).getByRole("combobox", { name: "Cluster" }));
    await user.click(await screen.findByRole("option", { name: /Scanner apps/ }));
    await user.click(within(dialog).getByRole("button", { name: "Move 1 keyword" }));
    expect(await screen.findByText("1 keyword moved")).toBeVisible();
    expect(asked).toEqual([{ ids: ["w3"], action: "move", cluster: "c3" }]);
  });

  it("leaves one alone, groups it again, and tells of those where it could not", async () => {
    answer("get", "/keywords/", () => page(keywords.map((row) => ({ ...row, status: "clustered" }))));
    const asked = noteBulk([{ id: "w3", code: "conflict", message: "A run works on it." }]);
    const { user } = renderApp("/keywords");
    for (const item of ["Leave alone", "Group again"]) {
      await user.click(await screen.findByRole("button", { name: "More for scan to pdf" }));
      await user.click(await screen.findByRole("menuitem", { name: item }));
    }
    expect((await screen.findAllByText("A run works on it."))[0]).toBeVisible();
    expect(asked).toEqual([
      { ids: ["w3"], action: "leave_alone", cluster: null },
      { ids: ["w3"], action: "cluster_again", cluster: null },
    ]);
  });
});

describe("a keyword", () => {
  it("tells all that is known of it, and gives the focus back", async () => {
    answer("get", "/keywords/", () =>
      page([
        {
          ...keywords[0],
          ctr: 0.0417,
          position: 5.34,
          cpc: 1.2,
          currency: "EUR",
          country: "us",
          url: "https://scan.example/a/",
          serp_urls: ["https://a.example", "https://b.example"],
        },
      ]),
    );
    const { user } = renderApp("/keywords");
    const menu = await screen.findByRole("button", { name: "More for scan documents with phone" });
    await user.click(menu);
    await user.click(await screen.findByRole("menuitem", { name: "All that is known" }));
    const drawer = await screen.findByRole("dialog", { name: "scan documents with phone" });
    expect(drawer).toHaveTextContent("Impressions20,400");
    expect(drawer).toHaveTextContent("Click rate4.2 %");
    expect(drawer).toHaveTextContent("Price of a click1.2 EUR");
    expect(drawer).toHaveTextContent("CountryUS");
    expect(drawer).toHaveTextContent("Clicksunknown");
    expect(within(drawer).getByRole("link", { name: /scan\.example/ })).toBeVisible();
    await user.click(within(drawer).getByRole("button", { name: "Close" }));
    await waitFor(() => {
      expect(menu).toHaveFocus();
    });
  });
});
