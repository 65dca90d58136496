import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";

import { ok, page, refuse } from "@/test/fakeApi";
import { notices } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { answer, offline } from "@/test/server";

import { targetOf } from "./NoticeRow";

async function openBell() {
  const app = renderApp("/runs");
  await app.user.click(await screen.findByRole("button", { name: "Notifications, 2 unread" }));
  const dialog = await screen.findByRole("dialog", { name: /^Notifications/ });
  return { ...app, dialog };
}

describe("the bell", () => {
  it("counts what is unread and lists what was told", async () => {
    const { dialog } = await openBell();
    const rows = await within(dialog).findAllByRole("listitem");
    expect(rows).toHaveLength(3);
    expect(rows[0]).toHaveTextContent("Five runs in a row failed");
    expect(within(rows[0]!).getByRole("img", { name: "Error" })).toBeVisible();
    expect(within(rows[2]!).queryByText("Unread")).not.toBeInTheDocument();
    const { violations } = await axe.run(dialog, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
  });

  it("leads to the run, marks it as read and closes", async () => {
    const read: string[] = [];
    answer("post", "/automation/notifications/n1/read/", (request) => {
      read.push(request.url);
      return ok(notices[0]);
    });
    const { user, dialog, path } = await openBell();
    await user.click(await within(dialog).findByRole("link", { name: /is paused/ }));
    await waitFor(() => {
      expect(path()).toBe("/runs/t3");
      expect(read).toHaveLength(1);
      expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    });
  });

  it("marks one as read, and all", async () => {
    const { user, dialog } = await openBell();
    answer("get", "/automation/notifications/", () =>
      page(
        notices.map((notice) => ({ ...notice, read_at: notice.created_at })),
        0,
      ),
    );
    await user.click(
      await within(dialog).findByRole("button", { name: "Mark “Credits are low” as read" }),
    );
    await waitFor(() => {
      expect(screen.getByRole("button", { name: "Notifications", hidden: true })).toBeInTheDocument();
    });
  });

  it("tells when all could not be marked as read", async () => {
    answer("post", "/automation/notifications/read-all/", () =>
      refuse(500, "internal_error", "Broken."),
    );
    const { user, dialog } = await openBell();
    await user.click(await within(dialog).findByRole("button", { name: "Mark all as read" }));
    expect(await screen.findByText("Broken.")).toBeInTheDocument();
  });

  it("says that there is nothing, and that there is more", async () => {
    answer("get", "/automation/notifications/", () => page([]));
    const { user } = renderApp("/runs");
    await user.click(await screen.findByRole("button", { name: "Notifications" }));
    expect(await screen.findByText(/Nothing to tell you yet/)).toBeVisible();
  });

  it("shows the newest where there are many", async () => {
    answer("get", "/automation/notifications/", () => page(notices, 120));
    const { user } = renderApp("/runs");
    await user.click(await screen.findByRole("button", { name: "Notifications, 120 unread" }));
    expect(await screen.findByText("Only the newest 30 are shown.")).toBeVisible();
    expect(screen.getByText("99+")).toBeInTheDocument();
  });

  it("says what went wrong and loads again on request", async () => {
    offline("get", "/automation/notifications/");
    const { user } = renderApp("/runs");
    await user.click(await screen.findByRole("button", { name: "Notifications" }));
    const dialog = await screen.findByRole("dialog", { name: /^Notifications/ });
    expect(await within(dialog).findByRole("alert")).toHaveTextContent("cannot be reached");
    answer("get", "/automation/notifications/", () => page(notices));
    await user.click(within(dialog).getByRole("button", { name: "Try again" }));
    expect(await within(dialog).findAllByRole("listitem")).toHaveLength(3);
  });
});

describe("where a notification leads", () => {
  it("goes by its link, else by the rule it is about", () => {
    const [first] = notices;
    expect(targetOf(first!)).toBe("/runs/t3");
    expect(targetOf({ ...first!, link: "javascript:x" })).toBe("/rules?rule=r2");
    expect(targetOf({ ...first!, link: "", object_type: "account" })).toBeNull();
  });
});
