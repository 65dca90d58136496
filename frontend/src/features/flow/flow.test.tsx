import { fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { useMemo, useState } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { Provider } from "@/components/Provider";
import type { Node } from "@/lib/rule";

import { useClip } from "./clipboard";
import { type FlowProps, StepListEditor, WorkflowVisualizer } from ".";

const NAMES = [
  {
    type: "generate_ideas",
    name: "Generate ideas",
    description: "From clusters.",
    credits: "15 per cluster",
  },
  { type: "notify", name: "Notify", description: "Tells people.", credits: "free" },
];

const RULE: Node[] = [
  { id: "ideas", type: "generate_ideas", params: { limit: 5 } },
  {
    id: "gate",
    type: "branch",
    branches: [
      { conditions: [{ field: "seo_score", operator: "less_than", value: 50 }], actions: [] },
      { name: "Good ones", actions: [{ id: "tell", type: "notify", name: "Tell Jane", params: {} }] },
    ],
    else: [],
  },
  { id: "rest", type: "wait", params: { seconds: 60 } },
];

let actions: readonly Node[] = [];
let selected: string | null = null;

type Extra = Partial<FlowProps> & { root?: string };

function Page({ as: Flow, ...extra }: { as: typeof StepListEditor } & Extra) {
  const [nodes, setNodes] = useState<readonly Node[]>(extra.rule?.actions ?? RULE);
  const [open, setOpen] = useState<string | null>(null);
  const rule = useMemo(
    () => ({ trigger: { trigger: "manual" }, conditions: null, actions: nodes }),
    [nodes],
  );
  return (
    <Flow
      {...extra}
      rule={rule}
      names={NAMES}
      selected={open}
      onSelect={(next) => {
        selected = next;
        setOpen(next);
      }}
      onChange={(next) => {
        actions = next;
        setNodes(next);
      }}
    />
  );
}

async function show(as: typeof StepListEditor, extra: Extra = {}) {
  const user = userEvent.setup();
  actions = extra.rule?.actions ?? RULE;
  selected = null;
  render(
    <Provider env="test">
      {/* As in the editor, which is a dialog itself. */}
      <div role="dialog" aria-label="Editor">
        <Page as={as} {...extra} />
      </div>
    </Provider>,
  );
  await screen.findByRole("button", { name: /^(Generate ideas|Add the first step)/ });
  return user;
}

const card = (name: RegExp) => screen.getByRole("button", { name });
const shape = (nodes: readonly Node[]): string =>
  nodes
    .map(({ id, branches, actions: inner, else: otherwise }) => {
      const inside = [...(branches ?? []).map((way) => way.actions), otherwise ?? [], inner ?? []];
      const words = inside.map(shape).filter((word) => word !== "");
      return words.length > 0 ? `${id}(${words.join("|")})` : id;
    })
    .join(" ");

async function expectAccessible() {
  const { violations } = await axe.run(document.body, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
}

beforeEach(() => {
  useClip.setState({ node: null });
  // jsdom lays nothing out; the canvas draws what is in sight.
  vi.spyOn(HTMLElement.prototype, "offsetWidth", "get").mockReturnValue(1200);
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(4000);
  // Dragging looks for the window of the event, which simulated ones do not have.
  vi.spyOn(UIEvent.prototype, "view", "get").mockReturnValue(window);
});

describe.each([
  ["the canvas", WorkflowVisualizer],
  ["the list", StepListEditor],
])("%s", (_, Flow) => {
  it("shows trigger, conditions, steps, and what the ways are about", async () => {
    await show(Flow);
    expect(card(/^Trigger/)).toHaveTextContent("Started by hand");
    expect(card(/^Conditions/)).toHaveTextContent("it always goes on");
    expect(card(/^Generate ideas/)).toHaveTextContent("limit: 5");
    expect(card(/^If \/ else/)).toHaveTextContent("2 ways");
    expect(screen.getByText("1: seo_score less than 50")).toBeInTheDocument();
    expect(screen.getByText("Good ones")).toBeInTheDocument();
    expect(card(/^Tell Jane/)).toBeInTheDocument();
    await expectAccessible();
  });

  it("opens a step, and closes it with Escape", async () => {
    const user = await show(Flow);
    await user.click(card(/^Tell Jane/));
    expect(selected).toBe("actions/1/branches/1/actions/0");
    expect(card(/^Tell Jane/)).toHaveAttribute("aria-pressed", "true");
    await user.keyboard("{Escape}");
    expect(selected).toBeNull();
  });

  it("adds a step where it was asked for, found by its name", async () => {
    const user = await show(Flow);
    const label = "Add a step at the beginning of 1: seo_score less than 50 of If / else";
    await user.click(screen.getByRole("button", { name: label }));
    const dialog = await screen.findByRole("dialog", { name: /^Add a step/ });
    expect(within(dialog).getByRole("option", { name: /^For each/ })).toBeInTheDocument();
    await user.type(within(dialog).getByRole("combobox"), "tells");
    expect(within(dialog).getAllByRole("option")).toHaveLength(1);
    await user.keyboard("{Enter}");
    expect(shape(actions)).toBe("ideas gate(notify|tell) rest");
    expect(selected).toBe("actions/1/branches/0/actions/0");
    await waitFor(() => {
      expect(card(/^Notify/)).toHaveFocus();
    });
    expect(await screen.findByText("Added Notify.")).toBeInTheDocument();
  });

  it("gives the keyboard back when nothing was chosen", async () => {
    const user = await show(Flow);
    card(/^Wait/).focus();
    await user.keyboard("a");
    await user.type(await screen.findByRole("combobox"), "nothing like that");
    expect(screen.getByText("No step is called like that.")).toBeInTheDocument();
    await user.keyboard("{Escape}");
    await waitFor(() => {
      expect(screen.queryByRole("dialog", { name: /^Add a step/ })).not.toBeInTheDocument();
    });
    expect(card(/^Wait/)).toHaveFocus();
    expect(shape(actions)).toBe("ideas gate(tell) rest");
  });

  it("goes from step to step with the arrow keys", async () => {
    const user = await show(Flow);
    card(/^Trigger/).focus();
    await user.keyboard("{ArrowDown}{ArrowDown}{ArrowDown}");
    expect(card(/^If \/ else/)).toHaveFocus();
    await user.keyboard("{ArrowRight}");
    expect(card(/^Tell Jane/)).toHaveFocus();
    await user.keyboard("{ArrowLeft}");
    expect(card(/^If \/ else/)).toHaveFocus();
    await user.keyboard("{End}");
    expect(card(/^Wait/)).toHaveFocus();
    await user.keyboard("{Home}{ArrowUp}");
    expect(card(/^Trigger/)).toHaveFocus();
  });

  it("moves steps with Alt and the arrow keys, also into and out of ways", async () => {
    const user = await show(Flow);
    card(/^Wait/).focus();
    await user.keyboard("{Alt>}{ArrowUp}{/Alt}");
    expect(shape(actions)).toBe("ideas rest gate(tell)");
    expect(await screen.findByText("Moved Wait: now number 2 of 3.")).toBeInTheDocument();
    expect(selected).toBeNull();
    await user.keyboard("{Alt>}{ArrowRight}{/Alt}");
    expect(shape(actions)).toBe("ideas gate(rest|tell)");
    await waitFor(() => {
      expect(card(/^Wait/)).toHaveFocus();
    });
    await user.keyboard("{Alt>}{ArrowLeft}{/Alt}");
    expect(shape(actions)).toBe("ideas gate(tell) rest");
    await user.keyboard("{Alt>}{ArrowDown}{/Alt}");
    expect(await screen.findByText("Wait cannot go there.")).toBeInTheDocument();
  });

  it("keeps open what was open, wherever it goes", async () => {
    const user = await show(Flow);
    await user.click(card(/^Tell Jane/));
    card(/^If \/ else/).focus();
    await user.keyboard("{Alt>}{ArrowUp}{/Alt}");
    expect(selected).toBe("actions/0/branches/1/actions/0");
    card(/^Generate ideas/).focus();
    await user.keyboard("{Alt>}{ArrowUp}{/Alt}");
    expect(selected).toBe("actions/1/branches/1/actions/0");
    await user.keyboard("{Delete}");
    expect(selected).toBe("actions/0/branches/1/actions/0");
    card(/^If \/ else/).focus();
    await user.keyboard("{Delete}");
    expect(selected).toBeNull();
  });

  it("removes, duplicates, copies, cuts and pastes by keyboard", async () => {
    const user = await show(Flow);
    card(/^If \/ else/).focus();
    await user.keyboard("{Control>}d{/Control}");
    expect(shape(actions)).toBe("ideas gate(tell) gate_2(tell_2) rest");
    await user.keyboard("{Delete}");
    expect(shape(actions)).toBe("ideas gate(tell) rest");
    card(/^Generate ideas/).focus();
    let copied = "";
    const setData = (_type: string, text: string) => {
      copied = text;
    };
    fireEvent.cut(card(/^Generate ideas/), { clipboardData: { setData } });
    expect(shape(actions)).toBe("gate(tell) rest");
    expect(copied).toContain('"generate_ideas"');
    card(/^Tell Jane/).focus();
    await user.paste(copied);
    expect(shape(actions)).toBe("gate(tell ideas) rest");
    await user.paste("no step at all");
    expect(await screen.findByText("What was copied is no step.")).toBeInTheDocument();
  });

  it("has all of it in a menu, too", async () => {
    const user = await show(Flow);
    await user.click(screen.getByRole("button", { name: "More for If / else" }));
    await user.click(await screen.findByRole("menuitem", { name: "Add a way" }));
    expect(actions[1]?.branches).toHaveLength(3);
    await user.click(screen.getByRole("button", { name: "More for If / else" }));
    await user.click(await screen.findByRole("menuitem", { name: "Remove Good ones" }));
    expect(shape(actions)).toBe("ideas gate rest");
    await user.click(screen.getByRole("button", { name: "More for Generate ideas" }));
    await user.click(await screen.findByRole("menuitem", { name: "Move into Otherwise of If / else" }));
    expect(shape(actions)).toBe("gate(ideas) rest");
    await user.click(screen.getByRole("button", { name: "More for Generate ideas" }));
    await user.click(await screen.findByRole("menuitem", { name: "Move out of If / else" }));
    expect(shape(actions)).toBe("gate ideas rest");
    await user.click(screen.getByRole("button", { name: "More for Generate ideas" }));
    await user.click(await screen.findByRole("menuitem", { name: "Copy" }));
    await user.click(screen.getByRole("button", { name: "More for Wait" }));
    await user.click(await screen.findByRole("menuitem", { name: "Paste after it" }));
    expect(shape(actions)).toBe("gate ideas rest ideas_2");
  });

  it("marks what is wrong", async () => {
    await show(Flow, {
      problems: {
        "actions[0].params.limit": ["Too small."],
        "actions[1].branches[0].conditions[0].value": ["Missing.", "Really."],
        "schedules[0].cron": ["No."],
        name: ["Missing."],
      },
    });
    expect(card(/^Generate ideas/)).toHaveTextContent("1 problem");
    expect(card(/^If \/ else/)).toHaveTextContent("2 problems");
    expect(card(/^Trigger/)).toHaveTextContent("1 problem");
    expect(card(/^Wait/)).not.toHaveTextContent("problem");
  });

  it("shows how a run stands, and lets nothing be changed", async () => {
    const user = await show(Flow, {
      readOnly: true,
      statuses: {
        "actions/0": { status: "completed", credits: 75, seconds: 12 },
        "actions/1": { status: "running", items: { done: 2, total: 5 } },
        "actions/2": { status: "failed", error: "Out of time" },
      },
    });
    expect(card(/^Generate ideas/)).toHaveTextContent("75 credits · 12 s");
    expect(card(/^Generate ideas/)).toHaveTextContent("completed");
    expect(card(/^If \/ else/)).toHaveTextContent("2 of 5");
    expect(card(/^Wait/)).toHaveTextContent("Out of time");
    expect(screen.queryByRole("button", { name: /^(Add|More|Drag)/ })).not.toBeInTheDocument();
    card(/^Wait/).focus();
    await user.keyboard("{Delete}a{Alt>}{ArrowUp}{/Alt}");
    expect(shape(actions)).toBe("ideas gate(tell) rest");
    await expectAccessible();
  });
});

describe("a rule without steps", () => {
  it("offers the first one on the canvas", async () => {
    const rule = { trigger: { trigger: "manual" }, conditions: null, actions: [] };
    const user = await show(WorkflowVisualizer, { rule });
    await user.click(screen.getByRole("button", { name: "Add the first step" }));
    await user.click(await screen.findByRole("option", { name: /^Approval/ }));
    expect(shape(actions)).toBe("approval");
  });
});

describe("the handlers of a rule", () => {
  it("are a list of their own, without a trigger", async () => {
    await show(StepListEditor, { root: "on_failure" });
    expect(screen.queryByRole("button", { name: /^Trigger/ })).not.toBeInTheDocument();
    await userEvent.click(card(/^Wait/));
    expect(selected).toBe("on_failure/2");
  });
});

describe("dragging in the list by keyboard", () => {
  it("tells where the step would go, and can be given up", async () => {
    const user = await show(StepListEditor);
    screen.getByRole("button", { name: "Drag Generate ideas" }).focus();
    await user.keyboard("[Space]");
    expect(await screen.findByText("It would stay where it is.")).toBeInTheDocument();
    await user.keyboard("{Escape}");
    expect(await screen.findByText("Generate ideas stays where it was.")).toBeInTheDocument();
    expect(shape(actions)).toBe("ideas gate(tell) rest");
  });
});
