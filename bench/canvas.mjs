// Drags steps about on a canvas of 200 nodes in Chromium, and tells the longest main-thread task meanwhile.
//
//   node bench/canvas.mjs [--nodes 200] [--drags 6] [--limit 100]
//
// Builds the canvas as for production into a temporary folder. Ends with 1 if a task took longer than the limit.
// CHROMIUM names another browser than /usr/bin/chromium.
import { createServer } from "node:http";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const frontend = fileURLToPath(new URL("../frontend/", import.meta.url));
const load = createRequire(join(frontend, "package.json"));
const { build } = await import(load.resolve("vite"));
const { default: react } = await import(load.resolve("@vitejs/plugin-react"));
const { chromium } = load("playwright-core");

const { values } = parseArgs({
  options: {
    nodes: { type: "string", default: "200" },
    drags: { type: "string", default: "6" },
    limit: { type: "string", default: "100" },
  },
});
const wanted = Number(values.nodes);
const drags = Number(values.drags);
const limit = Number(values.limit);

const ENTRY = "virtual:canvas-bench";
const SOURCE = `
import { createElement, useMemo, useState } from "react";
import { createRoot } from "react-dom/client";
import { Provider } from "@/components/Provider";
import { WorkflowVisualizer } from "@/features/flow";

// A step in five is a branch with three ways, so that most of the nodes are in lanes beside one another.
function rule(count) {
  let made = 0;
  const step = () => ({ id: "s" + String(++made), type: "generate_ideas", params: { limit: made } });
  const actions = [];
  while (made < count) {
    actions.push(made % 2 === 0 ? {
      id: "b" + String(++made), type: "branch",
      branches: [{ conditions: [], actions: [step(), step()] }, { actions: [step()] }], else: [step()],
    } : step());
  }
  return actions;
}

function Bench() {
  const [actions, setActions] = useState(() => rule(window.benchNodes));
  const [selected, onSelect] = useState(null);
  const shown = useMemo(() => ({ trigger: { trigger: "manual" }, conditions: null, actions }), [actions]);
  window.benchOrder = JSON.stringify(actions);
  return createElement("main", { style: { height: "100vh" } }, createElement(WorkflowVisualizer,
    { rule: shown, names: [], selected, onSelect, onChange: setActions }));
}
createRoot(document.getElementById("root")).render(createElement(Provider, null, createElement(Bench)));
`;

const entry = {
  name: "canvas-bench",
  resolveId: (id) => (id === ENTRY ? `\0${ENTRY}` : null),
  load: (id) => (id === `\0${ENTRY}` ? SOURCE : null),
};

async function built() {
  const out = await mkdtemp(join(tmpdir(), "canvas-bench-"));
  await build({
    root: frontend,
    configFile: false,
    logLevel: "error",
    publicDir: false,
    plugins: [react(), entry],
    resolve: { alias: { "@": join(frontend, "src") } },
    build: {
      outDir: out,
      emptyOutDir: true,
      rollupOptions: {
        input: ENTRY,
        output: { entryFileNames: "canvas.js", assetFileNames: "[name][extname]" },
      },
    },
  });
  return out;
}

const TYPES = { js: "text/javascript", css: "text/css", html: "text/html", woff2: "font/woff2" };

async function serve(out) {
  const server = createServer(async (request, response) => {
    const name = new URL(request.url, "http://x").pathname.slice(1) || "index.html";
    try {
      const body = await readFile(join(out, name));
      response.setHeader("Content-Type", TYPES[name.split(".").at(-1)] ?? "application/octet-stream");
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return server;
}

// Long tasks are told from 50 ms on; the time between two frames tells of shorter ones too.
const WATCH = () => {
  window.benchTasks = [];
  new PerformanceObserver((list) => {
    for (const { duration, startTime } of list.getEntries()) window.benchTasks.push({ duration, startTime });
  }).observe({ type: "longtask" });
  window.benchFrames = [];
  const frame = (now) => {
    window.benchFrames.push(now);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
};

/** Takes a card along over many others, and drops it on the way. */
async function drag(page, index) {
  const cards = page.locator("[data-stop^='actions/']");
  const box = await cards.nth(index % Math.max(1, await cards.count())).boundingBox();
  const start = { x: box.x + 50, y: box.y + 20 };
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  for (let at = 1; at <= 60; at += 1) {
    const x = start.x + Math.sin(at / 9) * 260;
    await page.mouse.move(Math.max(30, x), Math.min(820, start.y + at * 6));
  }
  await page.mouse.up();
}

async function measured(page, view) {
  const count = await page.locator("[data-stop^='actions/']").count();
  await page.evaluate(() => {
    window.benchTasks.length = 0;
    window.benchFrames.length = 0;
  });
  const before = await page.evaluate(() => window.benchOrder);
  for (let index = 0; index < drags; index += 1) await drag(page, index);
  const { tasks, frames, moved } = await page.evaluate((order) => ({
    tasks: window.benchTasks.map(({ duration }) => duration),
    frames: window.benchFrames,
    moved: window.benchOrder !== order,
  }), before);
  const gaps = frames.slice(1).map((now, at) => now - frames[at]).sort((a, b) => a - b);
  return {
    view,
    cards_on_screen: count,
    something_moved: moved,
    longest_task_ms: Math.round(Math.max(0, ...tasks)),
    tasks_over_50_ms: tasks.length,
    frame_median_ms: Math.round(gaps[Math.floor(gaps.length / 2)] ?? 0),
    frame_worst_ms: Math.round(gaps.at(-1) ?? 0),
  };
}

const out = await built();
await writeFile(
  join(out, "index.html"),
  `<!doctype html><title>Canvas</title><link rel="stylesheet" href="/style.css"><div id="root"></div>
   <script>window.benchNodes = ${wanted};</script><script type="module" src="/canvas.js"></script>`,
);
const server = await serve(out);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.addInitScript(WATCH);
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.locator("[data-stop='actions/0']").waitFor();
  const opening = await page.evaluate(() => window.benchTasks.map(({ duration }) => duration));
  const near = await measured(page, "as opened");
  for (let times = 0; times < 8; times += 1) await page.getByRole("button", { name: "Zoom out" }).click();
  const far = await measured(page, "zoomed out");
  const longest = Math.max(near.longest_task_ms, far.longest_task_ms);
  const figures = { nodes: wanted, drags, limit_ms: limit, longest_task_ms: longest };
  const told = { ...figures, longest_task_while_opening_ms: Math.round(Math.max(0, ...opening)), views: [near, far] };
  console.log(JSON.stringify(told, null, 2));
  process.exitCode = longest > limit || !near.something_moved || !far.something_moved ? 1 : 0;
} finally {
  await browser.close();
  server.close();
  await rm(out, { recursive: true, force: true });
}
