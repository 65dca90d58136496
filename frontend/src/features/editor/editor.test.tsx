import { screen, waitFor, within } from "@testing-library/react";
import { beforeAll, describe, expect, it } from "vitest";

import type { AutomationRule } from "@/lib/api";
import { answerEditor, changes, edited } from "@/test/editorFixtures";
import { ok, refuse } from "@/test/fakeApi";
import { me } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { answer } from "@/test/server";

// What the pages bring in when they are first shown is read before, so that no test waits for it.
beforeAll(async () => {
  await Promise.all([
    import("./RuleEditorPage"),
    import("./StepsSection"),
    import("@/features/flow/StepList"),
  ]);
}, 60_000);

const refused = (fields: Record<string, string[]>) => {
  const plain = refuse(400, "validation_error", "This is not right.");
  return {
    ...plain,
    body: { success: false, error: { code: "validation_error", message: "Wrong.", fields } },
  };
};

/** What was sent, in order: `POST /automation/rules/`, with the body. */
function recorder() {
  const sent: { line: string; body: Record<string, unknown> }[] = [];
  const record =
    (make: (body: Record<string, unknown>) => ReturnType<typeof ok>) => async (request: Request) => {
      const body = (await request.json().catch(() => ({}))) as Record<string, unknown>;
      sent.push({ line: `${request.method} ${new URL(request.url).pathname}`, body });
      return make(body);
    };
  return { sent, record };
}

const stored = (body: Record<string, unknown>, part: Partial<AutomationRule> = {}): AutomationRule => ({
  ...edited,
  ...(body as Partial<AutomationRule>),
  id: "r9",
  version: 1,
  draft: null,
  ...part,
});

async function openNew() {
  answerEditor();
  const app = renderApp("/rules/new");
  await screen.findByRole("dialog", { name: "New rule" });
  return app;
}

async function openExisting(rule: AutomationRule = edited) {
  answerEditor(rule);
  const app = renderApp(`/rules/${rule.id}/edit`);
  await screen.findByRole("dialog", { name: rule.name });
  return app;
}

const button = (name: string | RegExp) => screen.getByRole("button", { name });
const nameField = () => screen.findByLabelText(/^Name/);

describe("a new rule", () => {
  it("asks for a name, beside the field, and publishes once it has one", async () => {
    const { user, path } = await openNew();
    await user.click(button("Publish"));
    const name = await nameField();
    expect(name).toBeInvalid();
    expect(screen.getAllByText("A rule needs a name.").length).toBeGreaterThan(0);
    await waitFor(() => {
      expect(name).toHaveFocus();
    });

    const { sent, record } = recorder();
    answer(
      "post",
      "/automation/rules/",
      record((body) => ok(stored(body), 201)),
    );
    answer("get", "/automation/rules/r9/", () => ok(stored({ name: "Weekly" })));
    await user.type(name, "Weekly");
    await user.click(button("Publish"));
    await waitFor(() => {
      expect(path()).toBe("/rules/r9/edit");
    });
    expect(sent).toHaveLength(1);
    expect(sent[0]?.body).toMatchObject({ name: "Weekly", is_active: true, trigger: "manual" });
    // The same editor goes on, with what can be undone.
    expect(button("Undo")).toBeEnabled();
    expect(screen.queryByText("Unsaved changes")).not.toBeInTheDocument();
  });

  it("hangs its draft on a rule that does nothing", async () => {
    const { user, path } = await openNew();
    const { sent, record } = recorder();
    const drafted = stored({ name: "Weekly" }, { draft: { version: 2, base_version: 1, by: "dana" } });
    answer(
      "post",
      "/automation/rules/",
      record((body) => ok(stored(body), 201)),
    );
    answer(
      "post",
      "/automation/rules/r9/versions/",
      record(() => ok({ number: 2 }, 201)),
    );
    answer("get", "/automation/rules/r9/", () => ok(drafted));
    await user.type(await nameField(), "Weekly");
    await user.click(button("Save draft"));
    await waitFor(() => {
      expect(path()).toBe("/rules/r9/edit");
    });
    expect(sent.map(({ line }) => line)).toEqual([
      "POST /api/v1/automation/rules/",
      "POST /api/v1/automation/rules/r9/versions/",
    ]);
    expect(sent[0]?.body).toMatchObject({ name: "Weekly", is_active: true });
    expect(sent[0]?.body).not.toHaveProperty("actions");
    expect(sent[1]?.body).toMatchObject({ name: "Weekly", actions: [] });
    expect(await screen.findByText(/You see the draft of dana/)).toBeInTheDocument();
  });
});

describe("what the API objects to", () => {
  it("is counted as one types, and leads to its field", async () => {
    const { user } = await openExisting();
    answer("post", "/automation/rules/estimate/", () =>
      refused({ max_runs: ["Must be at most 1000."] }),
    );
    await user.click(screen.getByRole("tab", { name: "Budget" }));
    await user.type(await screen.findByLabelText("A run may cost at most"), "5");
    await user.click(await screen.findByRole("button", { name: "1 problem" }));
    await user.click(await screen.findByRole("button", { name: /Must be at most 1000/ }));
    const field = await screen.findByLabelText("At most so many runs");
    expect(field).toBeInvalid();
    await waitFor(() => {
      expect(field).toHaveFocus();
    });
  });

  it("stands beside its field after a refused attempt to publish", async () => {
    const { user } = await openExisting();
    answer("put", "/automation/rules/r1/", () => refused({ name: ["This name is taken."] }));
    await user.click(screen.getByRole("tab", { name: "Details" }));
    await user.type(await nameField(), "!");
    await user.click(button("Publish"));
    expect(await screen.findAllByText("This name is taken.")).not.toHaveLength(0);
    expect(await nameField()).toBeInvalid();
  });

  it("is told in a notice where it is about no field", async () => {
    const { user } = await openExisting();
    answer("put", "/automation/rules/r1/", () => refuse(403, "forbidden", "Your role may not."));
    await user.click(screen.getByRole("tab", { name: "Details" }));
    await user.type(await nameField(), "!");
    await user.click(button("Publish"));
    expect(await screen.findByText("Your role may not.")).toBeInTheDocument();
  });
});

describe("changes", () => {
  it("can be undone and done again", async () => {
    const { user } = await openExisting();
    await user.click(screen.getByRole("tab", { name: "Details" }));
    const name = await nameField();
    expect(button("Undo")).toBeDisabled();
    await user.type(name, "!!");
    await user.click(button("Undo"));
    expect(name).toHaveValue("Ideas to articles");
    await user.click(button("Redo"));
    expect(name).toHaveValue("Ideas to articles!!");
    name.blur();
    await user.keyboard("{Control>}z{/Control}");
    expect(name).toHaveValue("Ideas to articles");
  });

  it("are not lost without a question", async () => {
    const { user, path } = await openExisting();
    await user.click(screen.getByRole("tab", { name: "Details" }));
    await user.type(await nameField(), "!");
    await user.click(button("Close the editor"));
    const question = await screen.findByRole("dialog", { name: "Leave without saving?" });
    await user.click(within(question).getByRole("button", { name: "Stay here" }));
    expect(path()).toBe("/rules/r1/edit");
    await user.click(button("Close the editor"));
    await user.click(await screen.findByRole("button", { name: "Leave, lose the changes" }));
    await waitFor(() => {
      expect(path()).toBe("/rules");
    });
  });

  it("can be kept as a draft on the way out", async () => {
    const { user, path } = await openNew();
    answer("post", "/automation/rules/", () => ok(stored({ name: "Weekly" }), 201));
    answer("post", "/automation/rules/r9/versions/", () => ok({ number: 2 }, 201));
    answer("get", "/automation/rules/r9/", () => ok(stored({ name: "Weekly" }, { draft: {} })));
    await user.type(await nameField(), "Weekly");
    await user.click(button("Close the editor"));
    await user.click(await screen.findByRole("button", { name: "Save draft and leave" }));
    await waitFor(() => {
      expect(path()).toBe("/rules");
    });
    expect(await screen.findByText(/Saved as a draft/)).toBeInTheDocument();
  });

  it("do not silently replace what somebody else has published", async () => {
    const { user } = await openExisting();
    const { sent, record } = recorder();
    answer("get", "/automation/rules/r1/", () => ok({ ...edited, name: "Theirs", version: 3 }));
    answer(
      "put",
      "/automation/rules/r1/",
      record((body) => ok({ ...edited, ...body, version: 4 })),
    );
    await user.click(screen.getByRole("tab", { name: "Details" }));
    await user.type(await nameField(), "!");
    await user.click(button("Publish"));
    const question = await screen.findByRole("dialog", { name: /changed in the meantime/ });
    expect(sent).toHaveLength(0);
    await user.click(within(question).getByRole("button", { name: "Publish mine" }));
    expect(await screen.findByText("Version 4")).toBeInTheDocument();
    expect(sent[0]?.body).toMatchObject({ name: "Ideas to articles!" });
  });
});

describe("versions", () => {
  it("are listed with what changed, and an older one can be restored", async () => {
    const { user } = await openExisting();
    answer("get", "/automation/rules/r1/versions/1/diff/", () => ok([]));
    answer("post", "/automation/rules/r1/versions/1/restore/", () => ok({ ...edited, version: 3 }));
    await user.click(button("More about this rule"));
    await user.click(await screen.findByRole("menuitem", { name: "Versions" }));
    const drawer = await screen.findByRole("dialog", { name: "Versions" });
    await user.click(await within(drawer).findByRole("button", { name: /Version 2/ }));
    expect(await within(drawer).findByText(/was added/)).toBeInTheDocument();
    await user.click(within(drawer).getByRole("button", { name: /Version 1/ }));
    await user.click(await within(drawer).findByRole("button", { name: "Restore" }));
    answer("get", "/automation/rules/r1/", () => ok({ ...edited, name: "As it was", version: 3 }));
    await user.click(await within(drawer).findByRole("button", { name: "Restore now" }));
    expect(await screen.findByRole("dialog", { name: "As it was" })).toBeInTheDocument();
  });

  it("open in the editor as a change that can be undone", async () => {
    const { user } = await openExisting();
    answer("get", "/automation/rules/r1/versions/1/diff/", () => ok([]));
    await user.click(button("More about this rule"));
    await user.click(await screen.findByRole("menuitem", { name: "Versions" }));
    const drawer = await screen.findByRole("dialog", { name: "Versions" });
    await user.click(await within(drawer).findByRole("button", { name: /Version 1/ }));
    await user.click(await within(drawer).findByRole("button", { name: "Open in the editor" }));
    expect(await screen.findByText("Unsaved changes")).toBeInTheDocument();
    await user.click(button("Undo"));
    expect(screen.queryByText("Unsaved changes")).not.toBeInTheDocument();
  });
});

describe("steps", () => {
  it("are edited beside the list, and one can be tried", async () => {
    localStorage.setItem("igny8-editor-view", '"list"');
    const { user } = await openExisting();
    await user.click(await screen.findByRole("button", { name: /^Generate Ideas/ }));
    const panel = await screen.findByRole("dialog", { name: "Generate Ideas" });
    const limit = await within(panel).findByLabelText("Limit");
    await user.clear(limit);
    await user.type(limit, "7");
    expect(await screen.findByText("Unsaved changes")).toBeInTheDocument();
    await user.click(button("Undo"));
    expect(limit).toHaveValue("5");
    await user.click(within(panel).getByRole("button", { name: "Try this step" }));
    await user.click(await within(panel).findByRole("button", { name: "Try it" }));
    expect(await within(panel).findByText("Would be done")).toBeInTheDocument();
    expect(within(panel).getByText("with data of a run of version 2")).toBeInTheDocument();
    await user.click(within(panel).getByRole("button", { name: "Close" }));
    expect(screen.queryByRole("dialog", { name: "Generate Ideas" })).not.toBeInTheDocument();
  });

  it("that follow a failure have ids of their own", async () => {
    localStorage.setItem("igny8-editor-view", '"list"');
    const { user } = await openExisting();
    await user.click(await screen.findByRole("radio", { name: "After a failure" }));
    await user.click(await screen.findByRole("button", { name: "Add a step at the beginning" }));
    await user.type(await screen.findByLabelText("Search for a step"), "Generate Ideas{Enter}");
    expect(await screen.findByText(/Id: generate_ideas/)).toBeInTheDocument();
    const { sent, record } = recorder();
    answer(
      "put",
      "/automation/rules/r1/",
      record((body) => ok({ ...edited, ...body })),
    );
    await user.click(button("Publish"));
    await waitFor(() => {
      expect(sent[0]?.body.on_failure).toEqual([
        { id: "generate_ideas", type: "generate_ideas", params: {} },
      ]);
    });
  });

  it("offer what runs to be run while nothing is unsaved", async () => {
    const { user } = await openExisting();
    expect(button("Run Ideas to articles")).toBeInTheDocument();
    await user.click(screen.getByRole("tab", { name: "Details" }));
    await user.type(await nameField(), "!");
    expect(screen.queryByRole("button", { name: "Run Ideas to articles" })).not.toBeInTheDocument();
  });
});

describe("trials", () => {
  it("plan a run without doing it", async () => {
    const { user } = await openExisting();
    await user.click(button("More about this rule"));
    await user.click(await screen.findByRole("menuitem", { name: "Plan a run" }));
    await user.click(await screen.findByRole("button", { name: "Plan it" }));
    const planned = await screen.findByRole("list", { name: "Planned steps" });
    expect(within(planned).getByText(/Waiting for it now: 4/)).toBeInTheDocument();
    expect(within(planned).getByText("There is no such task.")).toBeInTheDocument();
    expect(within(planned).getByText("Depends on the run")).toBeInTheDocument();
    expect(screen.getByText("The conditions hold")).toBeInTheDocument();
  });

  it("show a draft's note, and let it be discarded", async () => {
    const draft = { version: 3, base_version: 2, by: "dana", at: "2026-01-01T00:00:00Z" };
    const { user } = await openExisting({ ...edited, draft: { ...draft, definition: {} } });
    answer("delete", "/automation/rules/r1/draft/", () => ok(null));
    answer("get", "/automation/rules/r1/", () => ok(edited));
    await user.click(await screen.findByRole("button", { name: "Discard the draft" }));
    await waitFor(() => {
      expect(screen.queryByText(/You see the draft/)).not.toBeInTheDocument();
    });
  });
});

describe("a rule from a template", () => {
  it("follows a newer version as a draft, and says what that would undo", async () => {
    const template = { id: "gate", name: "Quality gate", version: 1, newer: 2 };
    const { user } = await openExisting({ ...edited, template });
    const draft = { version: 3, base_version: 2, by: "", at: edited.updated_at, definition: {} };
    answer("post", "/automation/rules/r1/update-from-template/", () =>
      ok({ rule: {}, changes: [], not_in_draft: changes }),
    );
    answer("get", "/automation/rules/r1/", () => ok({ ...edited, template, draft }));
    await user.click(await screen.findByRole("button", { name: "See it as a draft" }));
    expect(await screen.findByText(/You had changed this since/)).toBeInTheDocument();
    expect(screen.getByText(/was added/)).toBeInTheDocument();
    expect(screen.getByText(/You see a draft/)).toBeInTheDocument();
  });
});

describe("documents", () => {
  it("become a rule of their own", async () => {
    const { user, path } = await openNew();
    const { sent, record } = recorder();
    answer(
      "post",
      "/automation/rules/import/",
      record(() =>
        ok({ rule: { id: "r9" }, report: { warnings: ["The rule is inactive."], stripped: [] } }, 201),
      ),
    );
    answer("get", "/automation/rules/r9/", () => ok(stored({ name: "Imported" })));
    await user.click(button("More about this rule"));
    await user.click(await screen.findByRole("menuitem", { name: "Import a rule" }));
    const dialog = await screen.findByRole("dialog", { name: "Import a rule" });
    const text = within(dialog).getByLabelText("Or paste it here");
    await user.click(text);
    await user.paste("not json");
    expect(within(dialog).getByText("This is no JSON document.")).toBeInTheDocument();
    await user.clear(text);
    await user.paste('{"name": "Imported", "definition": {}}');
    await user.click(within(dialog).getByRole("button", { name: "Import" }));
    await waitFor(() => {
      expect(path()).toBe("/rules/r9/edit");
    });
    expect(sent[0]?.body).toMatchObject({ document: { name: "Imported" }, is_active: false });
    expect(await screen.findByText("The rule is inactive.")).toBeInTheDocument();
  });

  it("are copied by the server", async () => {
    const { user, path } = await openExisting();
    answer("post", "/automation/rules/r1/duplicate/", () => ok(stored({ name: "Copy" }), 201));
    answer("get", "/automation/rules/r9/", () => ok(stored({ name: "Copy" })));
    await user.click(button("More about this rule"));
    await user.click(await screen.findByRole("menuitem", { name: "Duplicate" }));
    await waitFor(() => {
      expect(path()).toBe("/rules/r9/edit");
    });
    expect(await screen.findByRole("dialog", { name: "Copy" })).toBeInTheDocument();
  });
});

describe("who may only look", () => {
  it("finds nothing to save", async () => {
    answer("get", "/me/", () => ok({ ...me, role: "viewer" }));
    await openExisting();
    expect(screen.queryByRole("button", { name: "Publish" })).not.toBeInTheDocument();
    expect(screen.getAllByText(/Your role may look at rules/)).not.toHaveLength(0);
  });
});
