import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { Problems, TriggerDraft } from "@/lib/rule";
import { ok, refuse } from "@/test/fakeApi";
import { me } from "@/test/fixtures";
import { answerCatalog, Held, renderForm } from "@/test/formFixtures";
import { answer } from "@/test/server";

import { TriggerForm } from "./TriggerForm";

const manual: TriggerDraft = {
  trigger: "manual",
  schedules: [],
  event: null,
  webhook: null,
  inputs: [],
};
const monday = { cron: "0 9 * * 1", timezone: "Europe/Berlin" };

function show(first: Partial<TriggerDraft>, problems: Problems = {}, ruleId: string | null = "r1") {
  const onValue = vi.fn<(value: TriggerDraft) => void>();
  const user = renderForm(
    <Held<TriggerDraft> first={{ ...manual, ...first }} onValue={onValue}>
      {(value, onChange) => (
        <TriggerForm value={value} onChange={onChange} ruleId={ruleId} problems={problems} />
      )}
    </Held>,
  );
  return { user, last: () => onValue.mock.lastCall?.[0] };
}

beforeEach(() => {
  answerCatalog();
  answer("post", "/automation/rules/schedule-preview/", async (request) => {
    const { schedules } = (await request.json()) as { schedules: { every?: string }[] };
    return ok(
      schedules.map(({ every }) =>
        every === "9w"
          ? { times: [], problems: { "schedules[0].every": ["Must be at most 366 days."] } }
          : { times: ["2026-11-23T08:00:00Z", "2026-11-30T08:00:00Z"], problems: {} },
      ),
    );
  });
});

describe("a schedule", () => {
  it("comes with the kind, speaks, and shows the next times of its zone", async () => {
    const { user, last } = show({});
    await user.click(screen.getByRole("radio", { name: "At set times" }));
    expect(last()?.schedules).toHaveLength(1);
    const card = within(screen.getByRole("region", { name: "Schedule 1" }));
    expect(card.getByText(/^Mondays at 09:00/)).toBeVisible();
    expect(await card.findAllByRole("listitem")).toHaveLength(2);
  });

  it("begins with the account's time zone", async () => {
    answer("get", "/me/", () => ok({ ...me, account: { ...me.account, timezone: "Asia/Tokyo" } }));
    const { user, last } = show({ trigger: "schedule" });
    await waitFor(async () => {
      await user.click(screen.getByRole("button", { name: "Add a schedule" }));
      expect(last()?.schedules.at(-1)?.timezone).toBe("Asia/Tokyo");
    });
  });

  it("is built by patterns", async () => {
    const { user, last } = show({ trigger: "schedule", schedules: [monday] });
    const cron = () => last()?.schedules[0]?.cron;
    await user.click(screen.getByRole("checkbox", { name: "Friday" }));
    expect(cron()).toBe("0 9 * * 1,5");
    const pattern = screen.getByLabelText("Repeats");
    await user.selectOptions(pattern, "monthly");
    await user.selectOptions(screen.getByLabelText("Day of the month"), "L");
    expect(cron()).toBe("0 9 L * *");
    await user.selectOptions(pattern, "minutes");
    expect(cron()).toBe("*/15 * * * *");
    await user.selectOptions(pattern, "hourly");
    await user.clear(screen.getByRole("textbox", { name: "At minute" }));
    await user.type(screen.getByRole("textbox", { name: "At minute" }), "5");
    expect(cron()).toBe("5 * * * *");
    await user.selectOptions(pattern, "custom");
    const text = screen.getByLabelText("Cron expression");
    await user.clear(text);
    await user.type(text, "0 9 1 1");
    expect(screen.getAllByText("This is not a cron expression such as 0 9 * * 1.")).toHaveLength(2);
  });

  it("repeats every so often, and never says both", async () => {
    const { user, last } = show({ trigger: "schedule", schedules: [monday] });
    await user.click(screen.getByRole("radio", { name: "Every so often" }));
    expect(last()?.schedules).toEqual([{ timezone: "Europe/Berlin", every: "2h" }]);
    await user.clear(screen.getByRole("textbox", { name: "Every: how many" }));
    await user.type(screen.getByRole("textbox", { name: "Every: how many" }), "9");
    await user.selectOptions(screen.getByLabelText("Every: unit"), "w");
    expect(await screen.findByText("Must be at most 366 days.")).toBeVisible();
    await user.click(screen.getByRole("radio", { name: "At set times", hidden: false, checked: false }));
    expect(last()?.schedules[0]).not.toHaveProperty("every");
  });

  it("can be one of several, with bounds and a word on missed times", async () => {
    const { user, last } = show({ trigger: "schedule", schedules: [monday] });
    await user.click(screen.getByRole("button", { name: "Add a schedule" }));
    expect(last()?.schedules).toHaveLength(2);
    await user.click(screen.getByRole("button", { name: "Remove schedule 2" }));
    await user.click(screen.getByText("Beginning, end, missed times"));
    await user.selectOptions(screen.getByLabelText("Times missed while the system was down"), "skip");
    await user.type(screen.getByLabelText("Not before"), "2026-12-01T09:00");
    expect(last()?.schedules).toEqual([{ ...monday, misfire: "skip", start: "2026-12-01T08:00:00Z" }]);
  });

  it("shows what the API objects to", async () => {
    answer("post", "/automation/rules/schedule-preview/", () =>
      refuse(403, "forbidden", "Not for you."),
    );
    show(
      { trigger: "schedule", schedules: [monday] },
      { schedule: ["Is never due."], "schedules[0].timezone": ["There is no such zone."] },
    );
    expect(screen.getByText("Is never due.")).toBeVisible();
    expect(screen.getByText("There is no such zone.")).toBeVisible();
    expect(await screen.findByText("The next times cannot be shown: Not for you.")).toBeVisible();
  });

  it("is asked for where there is none", () => {
    show({ trigger: "schedule" });
    expect(screen.getByText(/No time yet/)).toBeVisible();
  });
});

describe("an event", () => {
  it("is found by words of its description, and shows its fields", async () => {
    const { user, last } = show({ trigger: "event" }, { event: ["Must be given."] });
    const pick = await screen.findByRole("combobox", { name: "What must happen" });
    expect(screen.getByText("Pick what starts the rule.")).toBeVisible();
    await user.type(pick, "text was");
    await user.click(await screen.findByRole("option", { name: /Content updated/ }));
    expect(last()?.event).toEqual({ type: "content.updated", changed: [] });
    const fields = screen.getByRole("region", { name: "What the rule can read of it" });
    expect(within(fields).getByText("word_count")).toBeVisible();
    await user.click(screen.getByRole("combobox", { name: "Only when one of these changed" }));
    await user.click(await screen.findByRole("option", { name: "word_count" }));
    await user.type(screen.getByRole("textbox", { name: "Not again within: how many" }), "2");
    expect(last()?.event).toMatchObject({ changed: ["word_count"], cooldown_seconds: 120 });
    await user.selectOptions(screen.getByLabelText("Counted"), "rule");
    expect(last()?.event).toMatchObject({ cooldown_per: "rule" });
  });

  it("forgets watched fields that another event does not have", async () => {
    const { user, last } = show({
      trigger: "event",
      event: { type: "content.updated", changed: ["word_count"] },
    });
    await user.click(await screen.findByRole("combobox", { name: "What must happen" }));
    await user.click(await screen.findByRole("option", { name: /Keywords imported/ }));
    expect(last()?.event).toEqual({ type: "keywords.imported", changed: [] });
  });
});

describe("a webhook", () => {
  const address = {
    url: "https://igny8.example/hooks/abc/",
    signed: true,
    secret: "whsec_x",
    last_received_at: null,
  };

  it("has no address before the rule is stored", () => {
    show({ trigger: "webhook" }, {}, null);
    expect(screen.getByText(/gets its address when it is published/)).toBeVisible();
  });

  it("says so, too, while another trigger is live", async () => {
    answer("get", "/automation/rules/r1/webhook/", () =>
      refuse(409, "conflict", "Only webhook has one."),
    );
    show({ trigger: "webhook" });
    expect(await screen.findByText(/gets its address when it is published/)).toBeVisible();
  });

  it("shows its address, gets a new one, and takes a test message", async () => {
    answer("get", "/me/", () => ok({ ...me, role: "owner" }));
    answer("get", "/automation/rules/r1/webhook/", () => ok(address));
    answer("post", "/automation/rules/r1/webhook/rotate/", () =>
      ok({ ...address, url: "https://igny8.example/hooks/new/" }),
    );
    const { user, last } = show({ trigger: "webhook" });
    expect(await screen.findByLabelText("Address")).toHaveValue(address.url);
    await user.click(await screen.findByRole("button", { name: "New address and secret" }));
    await user.click(await screen.findByRole("button", { name: "Replace them" }));
    expect(await screen.findByDisplayValue("https://igny8.example/hooks/new/")).toBeVisible();
    answer("post", "/automation/rules/r1/webhook/test/", () =>
      ok({ accepted: true, scheduled_task_id: "t1", error: null }),
    );
    await user.click(screen.getByRole("button", { name: "Send a test message" }));
    expect(await screen.findByRole("link", { name: "Look at the run" })).toHaveAttribute(
      "href",
      "/runs/t1",
    );
    answer("post", "/automation/rules/r1/webhook/test/", () =>
      ok({ accepted: false, scheduled_task_id: null, error: { message: "Too many runs." } }),
    );
    await user.click(screen.getByRole("button", { name: "Send a test message" }));
    expect(await screen.findByText("Not accepted: Too many runs.")).toBeVisible();
    await user.click(screen.getByRole("checkbox", { name: /must be signed/ }));
    expect(last()?.webhook).toEqual({ signed: false });
  });

  it("hides the secret from those who may not see it", async () => {
    answer("get", "/automation/rules/r1/webhook/", () => ok({ ...address, secret: null }));
    show({ trigger: "webhook" });
    expect(await screen.findByText("Owners and admins see the secret.")).toBeVisible();
  });
});

describe("inputs of a start by hand", () => {
  it("have a name, a type, a default and choices", async () => {
    const { user, last } = show({});
    await user.click(screen.getByRole("button", { name: "Add an input" }));
    const name = screen.getByLabelText(/^Name/);
    await user.clear(name);
    await user.type(name, "topic");
    await user.type(screen.getByLabelText("Label"), "Topic");
    await user.type(screen.getByRole("textbox", { name: "Default" }), "cats");
    await user.click(screen.getByRole("checkbox", { name: "Must be given" }));
    expect(last()?.inputs).toEqual([
      { name: "topic", type: "text", label: "Topic", required: true, default: "cats" },
    ]);
    await user.selectOptions(screen.getByLabelText("Type"), "number");
    expect(last()?.inputs[0]).not.toHaveProperty("default");
    await user.type(screen.getByRole("combobox", { name: "Choices" }), "1{Enter}x{Enter}2{Enter}");
    expect(last()?.inputs[0]?.options).toEqual([1, 2]);
    await user.selectOptions(screen.getByLabelText("Default"), "2");
    expect(last()?.inputs[0]?.default).toBe(2);
    await user.selectOptions(screen.getByLabelText("Type"), "boolean");
    await user.selectOptions(screen.getByLabelText("Default"), "false");
    expect(last()?.inputs[0]?.default).toBe(false);
    await user.selectOptions(screen.getByLabelText("Type"), "list");
    await user.type(screen.getByRole("combobox", { name: "Default" }), "a{Enter}");
    expect(last()?.inputs[0]?.default).toEqual(["a"]);
    await user.click(screen.getByRole("button", { name: "Remove topic" }));
    expect(last()?.inputs).toEqual([]);
  });

  it("say at the field what is wrong", () => {
    show(
      { inputs: [{ name: "a b" }, { name: "n", type: "number", default: 5 }] },
      { "inputs[0].name": ["Letters, digits and _ only."] },
    );
    expect(screen.getByText("Letters, digits and _ only.")).toBeVisible();
    expect(screen.getByDisplayValue("5")).toBeVisible();
  });
});

it("keeps a kind of trigger that it does not know", () => {
  show({ trigger: "carrier_pigeon" });
  expect(screen.getByRole("radio", { name: "Of another kind: carrier_pigeon" })).toBeChecked();
});
