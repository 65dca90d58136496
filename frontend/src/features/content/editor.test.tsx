// The lazy parts are loaded at once, so that no test's patience is spent on it.
import "./ArticleEditor";
import "./ArticlePage";
import "./ArticlesPage";
import "./ImagesTab";
import "./VersionsTab";
import "./VisualEditor";

import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { describe, expect, it } from "vitest";

import type { SeoReport } from "@/lib/api";
import { ok, page, refuse } from "@/test/fakeApi";
import { articles, images } from "@/test/fixtures";
import { renderApp } from "@/test/render";
import { answer, server } from "@/test/server";

const report: SeoReport = {
  score: 71,
  rating: "good",
  words: 321,
  reading_ease: 64.2,
  json_ld: [],
  checks: [
    {
      id: "keyphrase_in_slug",
      name: "Keyphrase in the slug",
      group: "seo",
      status: "bad",
      score: 3,
      message: "The keyphrase is not in the slug.",
      places: [{ where: "slug", index: 0, start: 0, end: 3, excerpt: "scan-documents" }],
    },
    {
      id: "sentences",
      name: "Sentences",
      group: "readability",
      status: "ok",
      score: 6,
      message: "Some sentences are long.",
      places: [{ where: "body", index: 1, start: 0, end: 20, excerpt: "A plain background helps" }],
    },
  ],
};

const sent: unknown[] = [];

function withChecks() {
  answer("post", "/content/:id/seo-check/", () => ok(report));
}

const titleField = () => screen.getByRole("textbox", { name: "Title" });

async function edit(id = "k1") {
  withChecks();
  const app = renderApp(`/articles/${id}?tab=edit`);
  expect(await screen.findByRole("textbox", { name: "Title" })).toBeVisible();
  return app;
}

function saves(change: (body: Record<string, unknown>) => unknown) {
  sent.length = 0;
  answer("patch", "/content/:id/", async (request) => {
    const body = (await request.json()) as Record<string, unknown>;
    sent.push(body);
    return ok(change(body));
  });
}

describe("writing an article", () => {
  it("saves only what was changed, on the version that was read", async () => {
    saves((body) => ({ ...articles[0]!, ...body, version: 2 }));
    const { user } = await edit();
    expect(screen.getByText("Everything is saved.")).toBeVisible();
    const title = titleField();
    await user.clear(title);
    await user.type(title, "Scanning");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Saved as version 2")).toBeVisible();
    expect(sent).toEqual([{ title: "Scanning", base_version: 1 }]);
  });

  it("shows the text to be written in, and its live checks", async () => {
    await edit();
    const text = await screen.findByRole("textbox", { name: "Text of the article" });
    expect(text).toHaveTextContent("What you need before you scan documents");
    expect(await screen.findByText("Score 71 of 100")).toBeVisible();
    expect(screen.getByText(/321 words · Reading ease 64 of 100/)).toBeVisible();
  });

  it("leads from a finding to its field", async () => {
    const { user } = await edit();
    await screen.findByText("Score 71 of 100");
    await user.click(screen.getByRole("button", { name: "scan-documents" }));
    expect(screen.getByLabelText("Address")).toHaveFocus();
  });

  it("says how long the search texts are", async () => {
    const { user } = await edit();
    const description = screen.getByLabelText("Search description");
    await user.clear(description);
    expect(screen.getByText("0 of 156 characters")).toBeVisible();
    expect(screen.getByText("still empty")).toBeVisible();
    await user.type(description, "Short");
    expect(screen.getByText("116 more are good")).toBeVisible();
  });

  it("keeps both sides when somebody else was faster", async () => {
    let version = 2;
    answer("patch", "/content/:id/", async (request) => {
      const body = (await request.json()) as { base_version: number };
      if (body.base_version !== version) return refuse(409, "version_conflict", "It has changed.");
      version += 1;
      return ok({ ...articles[0]!, ...body, version });
    });
    const { user } = await edit();
    await user.type(titleField(), "!");
    await user.click(screen.getByRole("button", { name: "Save" }));
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("Somebody else saved this article meanwhile");
    answer("get", "/content/k1/", () => ok({ ...articles[0]!, version: 2 }));
    await user.click(within(alert).getByRole("button", { name: "Save mine" }));
    expect(await screen.findByText("Saved as version 3")).toBeVisible();
  });

  it("keeps what is typed while it is being saved", async () => {
    let arrive: () => void = () => undefined;
    const arrival = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    answer("patch", "/content/:id/", async (request) => {
      const body = (await request.json()) as Record<string, unknown>;
      await arrival;
      return ok({ ...articles[0]!, ...body, version: 2 });
    });
    const { user } = await edit();
    const title = titleField();
    await user.clear(title);
    await user.type(title, "Scan");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await user.type(title, "ning");
    arrive();
    expect(await screen.findByText("Saved as version 2")).toBeVisible();
    expect(title).toHaveValue("Scanning");
    expect(screen.queryByText("Everything is saved.")).not.toBeInTheDocument();
  });

  it("shows the other side's text beneath one's own title", async () => {
    const theirs = { ...articles[0]!, html: "<p>Theirs is another text.</p>", version: 2 };
    answer("patch", "/content/:id/", async (request) => {
      const body = (await request.json()) as { base_version: number };
      if (body.base_version !== 2) return refuse(409, "version_conflict", "It has changed.");
      return ok({ ...theirs, ...body, version: 3 });
    });
    const { user } = await edit();
    await screen.findByRole("textbox", { name: "Text of the article" });
    await user.type(titleField(), "!");
    await user.click(screen.getByRole("button", { name: "Save" }));
    const alert = await screen.findByRole("alert");
    answer("get", "/content/k1/", () => ok(theirs));
    await user.click(within(alert).getByRole("button", { name: "Save mine" }));
    await screen.findByText("Saved as version 3");
    await waitFor(() => {
      expect(screen.getByRole("textbox", { name: "Text of the article" })).toHaveTextContent(
        "Theirs is another text.",
      );
    });
  });

  it("puts what the server objects to beside its field", async () => {
    answer("patch", "/content/:id/", () => ({
      status: 400,
      body: {
        success: false,
        error: {
          code: "validation_error",
          message: "Wrong.",
          fields: { slug: ["Another content of the site has this slug."] },
        },
        request_id: "q",
      },
    }));
    const { user } = await edit();
    await user.type(screen.getByLabelText("Address"), "x");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Another content of the site has this slug.")).toBeVisible();
  });

  it("asks before what was typed is lost", async () => {
    const { user, path } = await edit();
    await user.type(titleField(), "!");
    await user.click(screen.getByRole("tab", { name: "Versions" }));
    const dialog = await screen.findByRole("dialog", { name: "Leave without saving?" });
    await user.click(within(dialog).getByRole("button", { name: "Stay here" }));
    expect(titleField()).toHaveValue(`${articles[0]!.title}!`);
    await user.click(screen.getByRole("button", { name: "Undo all changes" }));
    expect(titleField()).toHaveValue(articles[0]!.title);
    await user.click(screen.getByRole("link", { name: /All articles/ }));
    await waitFor(() => {
      expect(path()).toBe("/articles");
    });
  });

  it("offers the HTML where the visual editor would lose something", async () => {
    const html = "<table><caption>Prices</caption><tbody><tr><td>1</td></tr></tbody></table>";
    answer("get", "/content/k1/", () => ok({ ...articles[0]!, html }));
    const { user } = await edit();
    expect(screen.getByText(/does not know some of this article's markup: <caption>/)).toBeVisible();
    const source = screen.getByLabelText("HTML of the article");
    expect(source).toHaveValue(html);
    await user.type(source, "<p>More</p>");
    await user.click(screen.getByRole("radio", { name: "Preview" }));
    expect(screen.getByTitle("Text of the article").getAttribute("srcdoc")).toContain("More");
    await user.click(screen.getByRole("radio", { name: "Visual" }));
    await user.click(await screen.findByRole("button", { name: "Edit visually, drop it" }));
    expect(await screen.findByRole("textbox", { name: "Text of the article" })).toHaveTextContent(
      "More",
    );
  });
});

describe("versions", () => {
  const version = (number: number, title: string, html: string) => ({
    number,
    reason: number === 1 ? "written" : "edited",
    title,
    slug: "a",
    meta_title: "",
    meta_description: "",
    html,
    seo_score: 60 + number,
    created_at: articles[0]!.created_at,
  });

  it("are compared word by word, and brought back", async () => {
    answer("get", "/content/:id/", () => ok({ ...articles[0]!, version: 2 }));
    answer("get", "/content/:id/versions/", () =>
      page([
        version(2, "New title", "<p>A good scan</p>"),
        version(1, "Old title", "<p>A bad scan</p>"),
      ]),
    );
    answer("post", "/content/:id/restore/", () => ok({ ...articles[0]!, version: 3 }, 200));
    const { user } = renderApp("/articles/k1?tab=versions");
    const compared = await screen.findByRole("region", { name: "From version 1 to version 2" });
    expect(compared).toHaveTextContent("2 words added, 2 removed");
    expect(within(compared).getByText("good").tagName).toBe("INS");
    expect(within(compared).getByText("bad").tagName).toBe("DEL");
    await user.click(screen.getByRole("button", { name: "Bring back version 1" }));
    const dialog = await screen.findByRole("dialog", { name: "Bring back version 1?" });
    await user.click(within(dialog).getByRole("button", { name: "Bring back" }));
    expect(await screen.findByText("Version 1 is back, as version 3")).toBeVisible();
  });
});

describe("images", () => {
  it("are described, drawn and deleted", async () => {
    const asked: string[] = [];
    answer("patch", "/images/m1/", async (request) => {
      asked.push(JSON.stringify(await request.json()));
      return ok({ ...images[0]!, alt_text: "A phone" });
    });
    answer("post", "/content/k1/draw-image/", (request) => {
      asked.push(request.headers.get("Idempotency-Key") === null ? "no key" : "drawn");
      return ok(images[0], 201);
    });
    const { user } = renderApp("/articles/k1?tab=images");
    const alt = await screen.findByLabelText("Description (alt text)");
    await user.clear(alt);
    await user.type(alt, "A phone");
    await user.click(screen.getByRole("button", { name: "Save the description" }));
    await screen.findByText("The description was saved");
    await user.click(screen.getByRole("button", { name: "Draw a new one" }));
    await screen.findByText("A new featured image is there");
    expect(asked).toEqual(['{"alt_text":"A phone"}', "drawn"]);
    answer("delete", "/images/m1/", () => refuse(409, "conflict", "It is in use."));
    await user.click(screen.getByRole("button", { name: "Delete the image" }));
    const dialog = await screen.findByRole("dialog", { name: "Delete this image?" });
    await user.click(within(dialog).getByRole("button", { name: "Delete the image" }));
    expect(await screen.findByText("It is in use.")).toBeVisible();
  });

  it("are drawn once, however often no answer comes", async () => {
    const keys: (string | null)[] = [];
    const replies = [
      refuse(502, "http_error", "Bad gateway."),
      refuse(402, "insufficient_credits", "There are too few credits."),
      ok(images[0], 201),
    ];
    answer("post", "/content/k1/draw-image/", (request) => {
      keys.push(request.headers.get("Idempotency-Key"));
      return replies[keys.length - 1]!;
    });
    const { user } = renderApp("/articles/k1?tab=images");
    const draw = await screen.findByRole("button", { name: "Draw a new one" });
    for (const told of ["Bad gateway.", "There are too few credits.", "A new featured image is there"]) {
      await user.click(draw);
      await screen.findByText(told);
    }
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[1]);
  });

  it("become the featured one again", async () => {
    answer("get", "/images/", () => page([{ ...images[0]!, role: "former" }]));
    answer("post", "/images/m1/feature/", () => ok(images[0]));
    const { user } = renderApp("/articles/k1?tab=images");
    await user.click(await screen.findByRole("button", { name: "Use it again" }));
    expect(await screen.findByText("It is the featured image again")).toBeVisible();
  });

  it("can be one's own", async () => {
    let owner: unknown;
    answer("post", "/images/", async (request) => {
      owner = (await request.formData()).get("content");
      return ok(images[0], 201);
    });
    const { user } = renderApp("/articles/k1?tab=images");
    const field = await screen.findByLabelText("Use one of your own", { selector: "input" });
    await user.upload(field, new File(["x"], "own.png", { type: "image/png" }));
    expect(await screen.findByText("Your picture is the featured image now")).toBeVisible();
    expect(owner).toBe("k1");
  });
});

describe("articles by hand", () => {
  it("are created as drafts and opened to be written", async () => {
    withChecks();
    answer("post", "/content/", async (request) => {
      sent.push(await request.json());
      return ok({ ...articles[3]!, id: "k3" }, 201);
    });
    const { user, path } = renderApp("/articles");
    await user.click(await screen.findByRole("button", { name: "New article" }));
    const dialog = await screen.findByRole("dialog", { name: "Write an article yourself" });
    await user.click(within(dialog).getByRole("button", { name: "Create and write" }));
    expect(await within(dialog).findByText("Give it a title.")).toBeVisible();
    await user.type(within(dialog).getByLabelText(/Title/), "By hand");
    await user.click(within(dialog).getByRole("button", { name: "Create and write" }));
    await waitFor(() => {
      expect(path()).toBe("/articles/k3");
    });
  });

  it("are deleted after a question", async () => {
    server.use(http.delete("*/api/v1/content/k2/", () => new HttpResponse(null, { status: 204 })));
    const { user, path } = renderApp("/articles/k2");
    await user.click(await screen.findByRole("button", { name: "Delete" }));
    const dialog = await screen.findByRole("dialog", { name: "Delete this article?" });
    await user.click(within(dialog).getByRole("button", { name: "Delete" }));
    expect(await screen.findByText("The article was deleted")).toBeVisible();
    expect(path()).toBe("/articles");
  });
});

describe("finding articles", () => {
  it("keeps filters and order in the address", async () => {
    const asked: URLSearchParams[] = [];
    answer("get", "/content/", (request) => {
      asked.push(new URL(request.url).searchParams);
      return page(articles);
    });
    const { user, router } = renderApp("/articles?score=ok&sort=title");
    await screen.findByRole("table", { name: "Articles" });
    expect(asked[0]?.get("min_score")).toBe("40");
    expect(asked[0]?.get("max_score")).toBe("69");
    expect(asked[0]?.get("ordering")).toBe("title");
    await user.selectOptions(screen.getByLabelText("Any status"), "review");
    await waitFor(() => {
      expect(router.state.location.search).toContain("status=review");
    });
    await waitFor(() => {
      expect(asked.at(-1)?.get("status")).toBe("review");
    });
  });
});
