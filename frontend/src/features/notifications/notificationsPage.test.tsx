import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { page } from "@/test/fakeApi";
import { notices } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { answer } from "@/test/server";

describe("the notifications page", () => {
  it("shows all, and looks for some of them", async () => {
    const asked: string[] = [];
    answer("get", "/automation/notifications/", ({ url }) => {
      asked.push(new URL(url).search);
      return page(notices, 70);
    });
    const { user } = renderApp("/notifications");
    const list = await screen.findByRole("list", { name: "Notifications" });
    expect(within(list).getAllByRole("listitem")).toHaveLength(3);
    await user.selectOptions(screen.getByRole("combobox", { name: "Severity" }), "Error");
    await user.click(within(screen.getByRole("radiogroup", { name: "Show" })).getByLabelText("Unread"));
    await user.type(screen.getByRole("searchbox"), "paused");
    await waitFor(() => {
      // The bell asks as well.
      expect(asked.some((query) => query.includes("unread=true&severity=error&search=paused"))).toBe(
        true,
      );
    });
    await user.click(screen.getByRole("button", { name: "Next" }));
    await waitFor(() => {
      expect(asked.some((query) => query.includes("page=2"))).toBe(true);
    });
  });

  it("says that none fits", async () => {
    answer("get", "/automation/notifications/", () => page([]));
    const { user } = renderApp("/notifications");
    expect(await screen.findByText(/Nothing to tell you yet/)).toBeVisible();
    await user.selectOptions(screen.getByRole("combobox", { name: "Severity" }), "Warning");
    expect(await screen.findByText("No notification fits.")).toBeVisible();
  });

  it("is reached from the bell", async () => {
    const { user, path } = renderApp("/runs");
    await user.click(await screen.findByRole("button", { name: "Notifications, 2 unread" }));
    await user.click(await screen.findByRole("link", { name: "All notifications" }));
    expect(await screen.findByRole("heading", { name: "Notifications", level: 1 })).toBeVisible();
    expect(path()).toBe("/notifications");
  });
});
