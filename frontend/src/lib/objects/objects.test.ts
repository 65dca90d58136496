import { describe, expect, it } from "vitest";

import { ok, page } from "@/test/fakeApi";
import { answer } from "@/test/server";

import { findObjects, nameObject, type ObjectKind } from "./objects";

const row = {
  id: "x1",
  name: "A name",
  title: "A title",
  text: "A text",
  alt_text: "",
  scheduled_at: "2026-03-01T09:00:00Z",
  rule_name: "A rule",
};

const KINDS: [ObjectKind, string, string | RegExp][] = [
  ["content", "/content/", "A title"],
  ["keyword", "/keywords/", "A text"],
  ["cluster", "/clusters/", "A name"],
  ["idea", "/ideas/", "A title"],
  ["writing_task", "/writing-tasks/", "A title"],
  ["page", "/pages/", "A title"],
  ["image", "/images/", "x1"],
  ["connection", "/connections/", "A name"],
  ["sector", "/sectors/", "A name"],
  ["site", "/sites/", "A name"],
  ["rule", "/automation/rules/", "A name"],
  ["run", "/automation/scheduled-tasks/", /2026.* · A rule$/],
];

describe("things of the account", () => {
  it.each(KINDS)("%s are found by words, and shown by name", async (kind, path, label) => {
    let asked = "";
    answer("get", path, (request) => {
      asked = new URL(request.url).search;
      return page([row]);
    });
    const [found] = await findObjects(kind, { search: "cat", site: "s1", rule: "r1" });
    expect(found?.id).toBe("x1");
    expect(found?.label).toMatch(label);
    expect(asked).toContain(kind === "run" ? "rule=r1" : "search=cat");
  });

  it.each(KINDS.filter(([kind]) => kind !== "run" && kind !== "image"))(
    "one %s has a name by its id",
    async (kind, path, label) => {
      answer("get", `${path}x1/`, () => ok(row));
      expect(await nameObject(kind, "x1")).toEqual({ id: "x1", label });
    },
  );

  it("that have no name of their own are called by their id", async () => {
    expect(await nameObject("run", "t1")).toEqual({ id: "t1", label: "t1" });
  });

  it("are listed without words, too", async () => {
    let asked = "";
    answer("get", "/clusters/", (request) => {
      asked = new URL(request.url).search;
      return page([]);
    });
    expect(await findObjects("cluster", {})).toEqual([]);
    expect(asked).toBe("?page_size=20");
  });
});
