// Resolves imports for eslint-plugin-boundaries: the alias "@/…" and relative paths, as Vite and TypeScript do.
// The usual resolver brings native binaries that are not in every registry.
const fs = require("node:fs");
const path = require("node:path");

const SOURCE = path.join(__dirname, "..", "src");
const ENDINGS = ["", ".ts", ".tsx", "/index.ts", "/index.tsx"];

exports.interfaceVersion = 2;

exports.resolve = (request, from) => {
  const base = request.startsWith("@/")
    ? path.join(SOURCE, request.slice(2))
    : request.startsWith(".")
      ? path.resolve(path.dirname(from), request)
      : null;
  if (base === null) return { found: false };
  const file = ENDINGS.map((ending) => base + ending).find(
    (candidate) => fs.existsSync(candidate) && fs.statSync(candidate).isFile(),
  );
  return file ? { found: true, path: file } : { found: false };
};
