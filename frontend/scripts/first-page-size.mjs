// The gzip size of the JavaScript that the first page after the login loads: the entry, what it
// imports, and the rules page. Fails above the budget, and where that page names a text that is not
// loaded with it.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGET_KB = 250;
const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));
const FIRST = ["index.html", "src/features/automation/AutomationRulesPage.tsx"];

const files = new Set();
function collect(key) {
  const chunk = manifest[key];
  if (chunk === undefined) throw new Error(`${key} is not in the build's manifest`);
  if (files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const imported of chunk.imports ?? []) collect(imported);
}
FIRST.forEach(collect);

const sizes = [...files].map((file) => [
  file,
  gzipSync(readFileSync(new URL(file, dist))).length / 1024,
]);
const total = sizes.reduce((sum, [, size]) => sum + size, 0);
for (const [file, size] of sizes) console.log(`${size.toFixed(1).padStart(7)} KB  ${file}`);
console.log(`${total.toFixed(1).padStart(7)} KB  first page, gzip JavaScript (budget ${BUDGET_KB} KB)`);
if (total > BUDGET_KB) process.exitCode = 1;

const textsChunk = manifest["src/lib/i18n/en/rest.ts"];
const loadedLater = new Set(
  Object.values(await import(new URL(textsChunk.file, dist))).flatMap((texts) => Object.keys(texts)),
);
const named = [...files].flatMap((file) =>
  [...readFileSync(new URL(file, dist), "utf8").matchAll(/["'`]([a-zA-Z]\w*(?:\.\w+)+)["'`]/g)].map(
    ([, key]) => key,
  ),
);
const missing = [...new Set(named)].filter((key) => loadedLater.has(key));
if (missing.length > 0) {
  console.log(`Texts that the first page names, but that come later: ${missing.join(", ")}`);
  process.exitCode = 1;
}
