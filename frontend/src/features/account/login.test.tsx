import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { ok, refuse } from "@/test/fakeApi";
import { me } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { answer, offline } from "@/test/server";

function loggedOut() {
  let inside = false;
  answer("get", "/me/", () => (inside ? ok(me) : refuse(401, "not_authenticated", "Log in first.")));
  return () => {
    inside = true;
  };
}

async function fillIn(user: ReturnType<typeof renderApp>["user"]) {
  await user.type(await screen.findByLabelText("Email"), "demo@example.com");
  await user.type(screen.getByLabelText("Password"), "correct horse");
  await user.click(screen.getByRole("button", { name: "Log in" }));
}

describe("login", () => {
  it("sends a visitor to the login page and back to where they wanted to go", async () => {
    const letIn = loggedOut();
    let sent: { body: unknown; csrf: string | null } | undefined;
    answer("post", "/auth/login/", async (request) => {
      sent = { body: await request.json(), csrf: request.headers.get("X-CSRFToken") };
      letIn();
      return ok({});
    });
    const { user, path } = renderApp("/runs?status=failed");
    await fillIn(user);
    expect(await screen.findByRole("heading", { name: "Runs" })).toBeVisible();
    expect(path()).toBe("/runs");
    expect(sent).toEqual({
      body: { email: "demo@example.com", password: "correct horse" },
      csrf: "test-token",
    });
  });

  it("says beside the field what is missing", async () => {
    loggedOut();
    const { user } = renderApp("/login");
    await user.click(await screen.findByRole("button", { name: "Log in" }));
    expect(screen.getByText("Enter the email of your account.")).toBeVisible();
    expect(screen.getByLabelText("Email")).toBeInvalid();
  });

  it("explains a wrong password without saying which of the two is wrong", async () => {
    loggedOut();
    answer("post", "/auth/login/", () => refuse(400, "validation_error", "No."));
    const { user } = renderApp("/login");
    await fillIn(user);
    expect(await screen.findByRole("alert")).toHaveTextContent("do not belong together");
  });

  it("counts down when there were too many attempts", async () => {
    loggedOut();
    answer("post", "/auth/login/", () =>
      refuse(429, "throttled", "Slow down.", { "Retry-After": "30" }),
    );
    const { user } = renderApp("/login");
    await fillIn(user);
    expect(await screen.findByRole("alert")).toHaveTextContent(/Try again in (30|29) seconds/);
    expect(screen.getByRole("button", { name: "Log in" })).toBeDisabled();
  });

  it("says when the server cannot be reached, and tries again on request", async () => {
    offline("get", "/me/");
    const { user } = renderApp("/rules");
    expect(await screen.findByRole("alert")).toHaveTextContent("cannot be reached");
    answer("get", "/me/", () => ok(me));
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("heading", { name: "Rules" })).toBeVisible();
  });

  it("logs out to the login page", async () => {
    const { user, path } = renderApp("/rules");
    await user.click(await screen.findByRole("button", { name: "Account: Dana Demo" }));
    await user.click(await screen.findByRole("menuitem", { name: "Log out" }));
    expect(await screen.findByLabelText("Email")).toBeVisible();
    expect(path()).toBe("/login");
  });

  it("stays and says so when logging out fails", async () => {
    answer("post", "/auth/logout/", () => refuse(503, "unavailable", "The database is away."));
    const { user } = renderApp("/rules");
    await user.click(await screen.findByRole("button", { name: "Account: Dana Demo" }));
    await user.click(await screen.findByRole("menuitem", { name: "Log out" }));
    expect(await screen.findByText("The database is away.")).toBeVisible();
  });

  it("shows the login page when the session ends in the middle of the work", async () => {
    renderApp("/rules");
    await screen.findByText("Keywords to published drafts");
    answer("get", "/automation/rules/:id/estimate/", () => refuse(401, "not_authenticated", "Over."));
    (await screen.findByRole("button", { name: "Run Keywords to published drafts" })).click();
    expect(await screen.findByLabelText("Email")).toBeVisible();
  });
});
