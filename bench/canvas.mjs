// Drags steps about on a canvas of 200 nodes in Chromium, and tells the longest main-thread task meanwhile.
//
//   node bench/canvas.mjs [--nodes 200] [--drags 6] [--limit 100]
//
// Builds the canvas as for production into a temporary folder. Ends with 1 if a task had the processor for longer
// than the limit: on a machine that does nothing else that is how long it took.
// CHROMIUM names another browser than /usr/bin/chromium.
import { createServer } from "node:http";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
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
const CARD_WIDTH = 248;

const ENTRY = "virtual:canvas-bench";
const SOURCE = `
import { createElement, useMemo, useState } from "react";
import { createRoot } from "react-dom/client";
import { Provider } from "@/components/Provider";
import { WorkflowVisualizer } from "@/features/flow";
import { loadTexts } from "@/lib/i18n";

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
await loadTexts();
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

const FRAMES = () => {
  window.benchFrames = [];
  const frame = (now) => {
    window.benchFrames.push(now);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
};

const TRACED = ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"];

/** The tasks of the page's main thread while something is done: how long each took, and how much of the
 * processor it had, which is what is left on a busy machine. In milliseconds, longest first. */
async function tasksDuring(page, work) {
  const browser = page.context().browser();
  await browser.startTracing(page, { categories: TRACED });
  await work();
  const { traceEvents } = JSON.parse(String(await browser.stopTracing()));
  const main = traceEvents.filter(
    ({ name, args }) => name === "thread_name" && args.name === "CrRendererMain",
  );
  const isMain = ({ pid, tid }) => main.some((one) => one.pid === pid && one.tid === tid);
  return traceEvents
    .filter((event) => event.name === "RunTask" && event.ph === "X" && isMain(event))
    .map(({ dur = 0, tdur = 0 }) => ({ ms: dur / 1000, cpu: tdur / 1000 }));
}

/** Takes a card along over many others, and drops it on the plus of an edge. */
async function drag(page, index) {
  const cards = page.locator("[data-stop^='actions/']");
  const box = await cards.nth(index % Math.max(1, await cards.count())).boundingBox();
  const pluses = page.locator("[data-add]");
  const plus = await pluses.nth((index * 5 + 3) % (await pluses.count())).boundingBox();
  const zoom = box.width / CARD_WIDTH;
  const start = { x: box.x + 50 * zoom, y: box.y + 20 * zoom };
  // The card's middle comes to the plus.
  const end = { x: plus.x + plus.width / 2 - 74 * zoom, y: plus.y + plus.height / 2 - 12 * zoom };
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  for (let at = 1; at <= 60; at += 1) {
    const x = start.x + Math.sin(at / 9) * 260;
    await page.mouse.move(Math.min(1200, Math.max(60, x)), Math.min(820, start.y + at * 6));
  }
  await page.mouse.move(end.x, end.y, { steps: 5 });
  await page.mouse.up();
}

const longest = (numbers) => Math.round(Math.max(0, ...numbers));

async function measured(page, view) {
  const count = await page.locator("[data-stop^='actions/']").count();
  const before = await page.evaluate(() => window.benchOrder);
  await page.evaluate(() => {
    window.benchFrames.length = 0;
  });
  const tasks = await tasksDuring(page, async () => {
    for (let index = 0; index < drags; index += 1) await drag(page, index);
  });
  const { frames, moved } = await page.evaluate(
    (order) => ({ frames: window.benchFrames, moved: window.benchOrder !== order }),
    before,
  );
  const gaps = frames
    .slice(1)
    .map((now, at) => now - frames[at])
    .sort((a, b) => a - b);
  return {
    view,
    cards_on_screen: count,
    something_moved: moved,
    longest_task_ms: longest(tasks.map(({ ms }) => ms)),
    longest_task_cpu_ms: longest(tasks.map(({ cpu }) => cpu)),
    tasks_over_50_ms: tasks.filter(({ ms }) => ms > 50).length,
    frame_median_ms: Math.round(gaps[Math.floor(gaps.length / 2)] ?? 0),
    frame_worst_ms: Math.round(gaps.at(-1) ?? 0),
  };
}

const out = await built();
const styles = (await readdir(out)).filter((name) => name.endsWith(".css"));
const links = styles.map((name) => `<link rel="stylesheet" href="/${name}">`).join("");
await writeFile(
  join(out, "index.html"),
  `<!doctype html><title>Canvas</title>${links}<style>body { margin: 0 }</style><div id="root"></div>
   <script>window.benchNodes = ${wanted};</script><script type="module" src="/canvas.js"></script>`,
);
const server = await serve(out);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.addInitScript(FRAMES);
  const opening = await tasksDuring(page, async () => {
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.locator("[data-stop='actions/0']").waitFor();
  });
  const near = await measured(page, "as opened");
  for (let times = 0; times < 8; times += 1) await page.getByRole("button", { name: "Zoom out" }).click();
  const far = await measured(page, "zoomed out");
  const worst = (key) => Math.max(near[key], far[key]);
  const told = {
    nodes: wanted,
    drags,
    limit_ms: limit,
    longest_task_ms: worst("longest_task_ms"),
    longest_task_cpu_ms: worst("longest_task_cpu_ms"),
    longest_task_while_opening_ms: longest(opening.map(({ ms }) => ms)),
    longest_task_while_opening_cpu_ms: longest(opening.map(({ cpu }) => cpu)),
    views: [near, far],
  };
  console.log(JSON.stringify(told, null, 2));
  const isSlow = worst("longest_task_cpu_ms") > limit;
  process.exitCode = isSlow || !near.something_moved || !far.something_moved ? 1 : 0;
} finally {
  await browser.close();
  server.close();
  await rm(out, { recursive: true, force: true });
}
