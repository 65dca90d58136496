// Pictures of every page with the tests' fixtures instead of a backend: wide and at 390 px, light and
// dark, into screenshots/. Fails where a page scrolls sideways or axe objects (contrast included).
// `npm run shots -- rules` takes only those whose name contains the word.
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";
import { createServer } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
const out = `${root}screenshots`;
const wanted = process.argv[2] ?? "";
const findings = [];

const server = await createServer({ root, server: { port: 5199, proxy: {} }, logLevel: "error" });
await server.listen();
const fake = await server.ssrLoadModule("/src/test/fakeApi.ts");
const fixtures = await server.ssrLoadModule("/src/test/fixtures.ts");

async function answer(route) {
  const request = route.request();
  const url = new URL(request.url());
  if (url.pathname.endsWith("/stream/")) {
    return route.fulfill({ contentType: "text/event-stream", body: fake.streamText() });
  }
  const { status, body, headers } = fake.respond({
    method: request.method(),
    path: url.pathname,
    query: url.searchParams,
  });
  return route.fulfill({ status, headers, json: body });
}

const respondWith = (pattern, status, body) => (page) =>
  page.route(pattern, (route) => route.fulfill({ status, json: body }));
const empty = { success: true, data: [], pagination: { count: 0, page: 1, page_size: 50 } };
const anonymous = respondWith("**/api/v1/me/", 401, {
  success: false,
  error: { code: "not_authenticated", message: "Log in first." },
});
const expectText = (text) => (page) => page.getByText(text).first().waitFor();

const SHOTS = [
  { name: "login", path: "/login", before: anonymous, ready: expectText("Log in") },
  { name: "rules", path: "/rules", ready: expectText("Keywords to published drafts") },
  {
    name: "rules-run",
    path: "/rules",
    ready: async (page) => {
      await page.getByRole("button", { name: "Run Keywords to published drafts" }).click();
      await page.getByText("385–516 credits").waitFor();
    },
  },
  { name: "approvals", path: "/approvals", ready: expectText("Publish these articles?") },
  { name: "run-tree", path: "/runs/t6", ready: expectText("For Each") },
  { name: "run-story", path: "/runs/t6?tab=story", ready: expectText("Generate Ideas made") },
  {
    name: "templates",
    path: "/rules",
    ready: async (page) => {
      await page.getByRole("button", { name: "New from template" }).click();
      await page.getByText("Quality gate").first().waitFor();
    },
  },
  {
    name: "rules-empty",
    path: "/rules",
    before: respondWith("**/api/v1/automation/rules/?*", 200, empty),
    ready: expectText("No rules yet"),
  },
  {
    name: "rules-error",
    path: "/rules",
    before: (page) => page.route("**/api/v1/automation/rules/?*", (route) => route.abort()),
    ready: expectText("This did not load"),
  },
  { name: "run-live", path: "/runs/t1", ready: expectText("Executing action 3/6") },
  {
    name: "run-failed",
    path: "/runs/t3",
    ready: async (page) => {
      await page.getByText("Details of Conditions").click();
      await page.getByText("keyword_count").waitFor();
    },
  },
  { name: "runs", path: "/runs", ready: expectText("Keywords to published drafts") },
  { name: "articles", path: "/articles", ready: expectText("Receipts in order") },
  { name: "article", path: "/articles/k1", ready: expectText("Score 84 of 100") },
  { name: "keywords", path: "/keywords", ready: expectText("scan to pdf") },
  {
    name: "keywords-import",
    path: "/keywords",
    ready: async (page) => {
      await page.getByRole("button", { name: "Import keywords" }).click();
      await page.getByText("Choose a file").waitFor();
    },
  },
];

const SIZES = { wide: { width: 1280, height: 860 }, phone: { width: 390, height: 844 } };

await mkdir(out, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium" });
for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ["light", "dark"]) {
    const context = await browser.newContext({ viewport, colorScheme, locale: "en-GB" });
    for (const shot of SHOTS.filter(({ name }) => name.includes(wanted))) {
      const page = await context.newPage();
      page.on("pageerror", (error) => console.error(`${shot.name}: ${error.message}`));
      await page.route("**/api/v1/**", answer);
      await page.route("**/media/**", (route) =>
        route.fulfill({ contentType: "image/svg+xml", body: fixtures.imageSvg }),
      );
      await shot.before?.(page);
      await page.goto(`http://127.0.0.1:5199${shot.path}`);
      await shot.ready(page);
      await page.evaluate(() => document.fonts.ready);
      await page.waitForTimeout(350);
      await page.addScriptTag({ path: `${root}node_modules/axe-core/axe.min.js` });
      const { violations } = await page.evaluate(() => axe.run());
      for (const { id, nodes } of violations)
        findings.push(`${shot.name} ${size} ${colorScheme}: ${id} ${nodes[0].html.slice(0, 120)}`);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (sideways > 0) findings.push(`${shot.name} ${size}: scrolls sideways by ${sideways} px`);
      await page.screenshot({ path: `${out}/${shot.name}-${size}-${colorScheme}.png`, fullPage: true });
      await page.close();
    }
    await context.close();
  }
}
await browser.close();
await server.close();
findings.forEach((finding) => console.error(finding));
if (findings.length > 0) process.exitCode = 1;
