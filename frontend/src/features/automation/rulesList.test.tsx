import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, describe, expect, it, vi } from "vitest";

import type { AutomationRule, RuleBulkRequest } from "@/lib/api";
import { ok, page, refuse } from "@/test/fakeApi";
import { estimate, me, rules } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { answer } from "@/test/server";

import { UNDO_MS } from "./deleteRules";

const DEMO = "Keywords to published drafts";
const MONDAY = /^Monday/;

/** Every order is carried out: from then on the list tells what it has changed. */
function obey(changed: Partial<AutomationRule>) {
  const orders: RuleBulkRequest[] = [];
  answer("post", "/automation/rules/bulk/", async (request) => {
    const order = (await request.json()) as RuleBulkRequest;
    orders.push(order);
    const isMeant = ({ id }: AutomationRule) => orders.some(({ ids }) => ids.includes(id));
    const after = rules.map((rule) => (isMeant(rule) ? { ...rule, ...changed } : rule));
    answer("get", "/automation/rules/", () => page(after));
    return ok({ done: order.ids, skipped: [], started: [] });
  });
  return orders;
}

function skip(id: string, message: string, done: string[] = []) {
  const skipped = [{ id, code: "conflict", message }];
  answer("post", "/automation/rules/bulk/", () => ok({ done, skipped, started: [] }));
}

const rowNames = () =>
  screen
    .getAllByRole("row")
    .slice(1)
    .map((row) => row.textContent);

async function list(path = "/rules") {
  const app = renderApp(path);
  await screen.findByRole("table", { name: "Automation rules" });
  return app;
}

async function openMenu(app: Awaited<ReturnType<typeof list>>, name = DEMO) {
  await app.user.click(screen.getByRole("button", { name: `More for ${name}` }));
  return screen.findByRole("menu");
}

describe("finding rules", () => {
  it("searches as one types, and keeps the words in the address", async () => {
    const { user, router } = await list();
    await user.type(screen.getByRole("searchbox", { name: "Search rules" }), "scores monday");
    await waitFor(() => {
      expect(rowNames()).toHaveLength(1);
    });
    expect(rowNames()[0]).toMatch(MONDAY);
    expect(router.state.location.search).toBe("?q=scores+monday");
    await user.click(screen.getByRole("button", { name: "Clear search and filters" }));
    expect(rowNames()).toHaveLength(2);
    expect(screen.getByRole("searchbox")).toHaveValue("");
  });

  it("filters by status and trigger, and says when nothing is left", async () => {
    const { user } = await list();
    await user.selectOptions(screen.getByLabelText("Status"), "paused");
    expect(rowNames()).toHaveLength(1);
    await user.selectOptions(screen.getByLabelText("Trigger"), "manual");
    expect(screen.getByRole("heading", { name: "No rule matches" })).toBeVisible();
    await user.click(screen.getAllByRole("button", { name: "Clear search and filters" })[0]!);
    expect(rowNames()).toHaveLength(2);
  });

  it("offers a filter by site where there are several", async () => {
    const sites = [...me.sites, { id: "s2", name: "Other site", url: "" }];
    answer("get", "/me/", () => ok({ ...me, sites }));
    const { user } = await list();
    await user.selectOptions(within(screen.getByRole("main")).getByLabelText("Site"), "s2");
    expect(screen.getByText("No rule matches")).toBeVisible();
  });

  it("sorts both ways, with what has no value last", async () => {
    const { user } = await list();
    const head = screen.getByRole("columnheader", { name: "Rule" });
    await user.click(within(head).getByRole("button"));
    expect(rowNames()[0]).toMatch(/^Keywords/);
    await user.click(within(head).getByRole("button"));
    expect(rowNames()[0]).toMatch(MONDAY);
    const last = screen.getByRole("columnheader", { name: "Last run" });
    await user.click(within(last).getByRole("button"));
    expect(rowNames()[1]).toMatch(MONDAY);
    await user.click(within(last).getByRole("button"));
    expect(rowNames()[1]).toMatch(MONDAY);
  });

  it("tells what starts a rule, even what is seldom", async () => {
    const schedules = [{ cron: "*/10 9-17 * * 1-5", timezone: "UTC" }, { every: "2h" }];
    const event = { type: "content.updated", changed: ["word_count"] };
    answer("get", "/automation/rules/event-types/", () =>
      ok([{ type: "content.updated", label: "Content was changed" }]),
    );
    answer("get", "/automation/rules/", () =>
      page([
        { ...rules[1], schedules },
        { ...rules[1], id: "r3", trigger: "event", schedules: [], event },
        { ...rules[1], id: "r4", trigger: "webhook", schedules: [] },
      ]),
    );
    await list();
    expect(await screen.findByText(/Every 10 minutes.*, UTC, and 1 more/)).toBeVisible();
    expect(await screen.findByText("Content was changed, if word count changed")).toBeVisible();
    expect(screen.getByText("when its address is called")).toBeVisible();
  });

  it("has nothing that axe objects to", async () => {
    const { user } = await list();
    await user.click(screen.getByRole("checkbox", { name: `Select ${DEMO}` }));
    const { violations } = await axe.run(document.body, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
  });
});

describe("the menu of a rule", () => {
  it("leads to the editor and to its runs", async () => {
    const menu = await openMenu(await list());
    const item = (name: string) => within(menu).getByRole("menuitem", { name });
    expect(item("Edit")).toHaveAttribute("href", "/rules/r1/edit");
    expect(item("Its runs")).toHaveAttribute("href", "/runs?rule=r1");
    expect(screen.getByRole("link", { name: "New rule" })).toHaveAttribute("href", "/rules/new");
  });

  it("pauses with a reason", async () => {
    const orders = obey({ status: "paused", status_reason: "Prices change." });
    const app = await list();
    const menu = await openMenu(app);
    await app.user.click(within(menu).getByRole("menuitem", { name: "Pause…" }));
    await app.user.type(await screen.findByLabelText("Reason (optional)"), "Prices change.");
    await app.user.click(screen.getByRole("button", { name: "Pause" }));
    expect(await screen.findByText(`${DEMO} is paused.`)).toBeVisible();
    expect(orders).toEqual([{ ids: ["r1"], action: "pause", reason: "Prices change." }]);
    expect(screen.getByRole("row", { name: new RegExp(DEMO) })).toHaveTextContent("Prices change.");
  });

  it("switches off, and tells why it could not", async () => {
    const app = await list();
    const orders = obey({ status: "inactive" });
    await app.user.click(within(await openMenu(app)).getByRole("menuitem", { name: "Switch off" }));
    expect(await screen.findByText(/is switched off/)).toBeVisible();
    expect(orders[0]?.action).toBe("deactivate");
    skip("r1", "Somebody edits it.");
    await app.user.click(screen.getByRole("button", { name: `Activate ${DEMO}` }));
    expect(await screen.findByText(`${DEMO}: Somebody edits it.`)).toBeVisible();
  });

  it("duplicates", async () => {
    const app = await list();
    answer("get", "/automation/rules/", () => page([...rules, { ...rules[0], id: "r9", name: "Copy" }]));
    await app.user.click(within(await openMenu(app)).getByRole("menuitem", { name: "Duplicate" }));
    expect(await screen.findByText(/was made. It is inactive/)).toBeVisible();
    expect(await screen.findByRole("link", { name: "Copy" })).toBeVisible();
  });

  it("exports a file named for the rule", async () => {
    const click = vi.spyOn(HTMLAnchorElement.prototype, "click").mockReturnValue();
    const makeUrl = vi.fn<(blob: Blob) => string>(() => "blob:x");
    Object.assign(URL, { createObjectURL: makeUrl, revokeObjectURL: () => undefined });
    answer("get", "/automation/rules/r1/export/", () => ok({ igny8_rule: 1, name: DEMO }));
    const app = await list();
    await app.user.click(
      within(await openMenu(app)).getByRole("menuitem", { name: "Export as a file" }),
    );
    await waitFor(() => {
      expect(click).toHaveBeenCalledOnce();
    });
    expect((click.mock.contexts[0] as HTMLAnchorElement).download).toBe(
      "keywords-to-published-drafts.json",
    );
    expect(makeUrl.mock.calls[0]?.[0].type).toBe("application/json");
  });

  it("offers a viewer only what changes nothing", async () => {
    answer("get", "/me/", () => ok({ ...me, role: "viewer" }));
    const menu = await openMenu(await list());
    const names = within(menu).getAllByRole("menuitem");
    expect(names.map((item) => item.textContent)).toEqual(["Its runs", "Export as a file"]);
    expect(screen.queryByRole("checkbox")).not.toBeInTheDocument();
    expect(screen.queryByRole("link", { name: "New rule" })).not.toBeInTheDocument();
  });
});

describe("deleting", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  async function deleteDemo() {
    const app = await list();
    await app.user.click(within(await openMenu(app)).getByRole("menuitem", { name: "Delete" }));
    expect(await screen.findByText(`“${DEMO}” is deleted.`)).toBeVisible();
    expect(rowNames()).toHaveLength(1);
    return app;
  }

  it("can be taken back", async () => {
    const orders = obey({});
    const { user } = await deleteDemo();
    await user.click(screen.getByRole("button", { name: "Undo" }));
    expect(rowNames()).toHaveLength(2);
    window.dispatchEvent(new Event("pagehide"));
    expect(orders).toEqual([]);
  });

  it("happens when the time for that is over", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"], shouldAdvanceTime: true });
    const orders = obey({});
    await deleteDemo();
    await vi.advanceTimersByTimeAsync(UNDO_MS);
    await waitFor(() => {
      expect(orders).toEqual([{ ids: ["r1"], action: "delete", reason: "" }]);
    });
    expect(rowNames()).toHaveLength(1);
  });

  it("happens when the page is left; a refusal brings the rule back", async () => {
    skip("r1", "It is needed.");
    await deleteDemo();
    window.dispatchEvent(new Event("pagehide"));
    expect(await screen.findByText(`${DEMO}: It is needed.`)).toBeVisible();
    expect(rowNames()).toHaveLength(2);
  });
});

describe("several rules at once", () => {
  async function selectAll() {
    const app = await list();
    await app.user.click(screen.getAllByRole("checkbox", { name: "Select all that are shown" })[0]!);
    const bar = screen.getByRole("region", { name: "With what is selected" });
    return {
      ...app,
      bar,
      press: (name: string) => app.user.click(within(bar).getByRole("button", { name })),
    };
  }

  it("are counted, and let go again", async () => {
    const { user, bar, press } = await selectAll();
    expect(bar).toHaveTextContent("2 selected");
    await user.click(screen.getByRole("checkbox", { name: `Select ${DEMO}` }));
    expect(bar).toHaveTextContent("1 selected");
    await press("Clear the selection");
    expect(bar).not.toBeInTheDocument();
  });

  it("are not chosen any more when a filter hides them", async () => {
    const { user, bar } = await selectAll();
    await user.selectOptions(screen.getByLabelText("Status"), "active");
    expect(bar).toHaveTextContent("1 selected");
  });

  it("run after the price of all was shown", async () => {
    answer("get", "/automation/rules/r2/estimate/", () =>
      ok({ ...estimate, credits: { low: 5, expected: 6, high: 7 } }),
    );
    skip("r2", "No.", ["r1"]);
    const { user, press } = await selectAll();
    await press("Run…");
    expect(await screen.findByText("Together: 390–523 credits")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Run now" }));
    expect(await screen.findByText("1 run has started.")).toBeVisible();
    expect(await screen.findByText(/Monday.*: No\./)).toBeVisible();
  });

  it("can be started again by the same order when no answer came", async () => {
    const keys: (string | null)[] = [];
    answer("post", "/automation/rules/bulk/", (request) => {
      keys.push(request.headers.get("Idempotency-Key"));
      return keys.length === 1
        ? refuse(502, "http_error", "Bad gateway.")
        : ok({ done: ["r1", "r2"], skipped: [], started: [] });
    });
    const { user, press, bar } = await selectAll();
    await press("Run…");
    const start = await screen.findByRole("button", { name: "Run now" });
    await waitFor(() => {
      expect(start).toBeEnabled();
    });
    await user.click(start);
    expect(await screen.findByText("It is not known whether 2 started")).toBeVisible();
    await waitFor(() => {
      expect(start).toBeEnabled();
    });
    await user.click(start);
    expect(await screen.findByText("2 runs have started.")).toBeVisible();
    expect(keys[1]).toBe(keys[0]);
    expect(bar).not.toBeInTheDocument();
  });

  it("are activated, each in its way", async () => {
    const orders = obey({ status: "active" });
    answer("get", "/automation/rules/", () =>
      page([...rules, { ...rules[1], id: "r3", name: "Old", status: "inactive" }]),
    );
    const { press } = await selectAll();
    await press("Activate");
    expect(await screen.findByText("2 rules are active.")).toBeVisible();
    expect(orders.map(({ ids, action }) => [action, ids]).sort()).toEqual([
      ["activate", ["r3"]],
      ["resume", ["r2"]],
    ]);
  });

  it("are paused, those that are active", async () => {
    const orders = obey({ status: "paused" });
    const { user, press } = await selectAll();
    await press("Pause…");
    await user.click(await screen.findByRole("button", { name: "Pause" }));
    expect(await screen.findByText(`${DEMO} is paused.`)).toBeVisible();
    expect(orders[0]?.ids).toEqual(["r1"]);
  });

  it("are deleted, and taken back", async () => {
    const { user, press } = await selectAll();
    await press("Delete");
    expect(await screen.findByText("2 rules are deleted.")).toBeVisible();
    expect(screen.getByRole("heading", { name: "No rules yet" })).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Undo" }));
    expect(rowNames()).toHaveLength(2);
  });
});
