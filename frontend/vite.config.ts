import { fileURLToPath } from "node:url";

import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const backend = process.env.IGNY8_BACKEND ?? "http://127.0.0.1:8000";

/** What the first page needs of its libraries, as one file: eighty small ones compress a tenth worse. */
const KIT = new RegExp(
  "node_modules/(?:" +
    "(?:react|react-dom|scheduler|react-router|zustand|openapi-fetch|react-transition-group)/|" +
    "react-remove-scroll|@tanstack/|@floating-ui/|@mantine/(?:hooks|notifications|store)/|" +
    "@mantine/core/esm/(?:core|utils)/|" +
    "@mantine/core/esm/components/(?:ActionIcon|Alert|Anchor|AppShell|Avatar|Badge|Box|Burger|Button|Checkbox|" +
    "CloseButton|Flex|FocusTrap|Group|Indicator|Input|InputBase|Loader|Menu|Modal|ModalBase|NativeSelect|NavLink|" +
    "Notification|Overlay|Paper|Popover|Portal|ScrollArea|Skeleton|Stack|Text|TextInput|Title|Tooltip|Transition|" +
    "UnstyledButton|VisuallyHidden)/)",
);

export default defineConfig(({ command }) => ({
  // The server hands out the built files under /static/ and index.html at every page's path.
  base: command === "build" ? "/static/" : "/",
  plugins: [react()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: {
    port: 5173,
    proxy: Object.fromEntries(
      ["/api", "/preview", "/media", "/approve"].map((path) => [
        path,
        { target: backend, changeOrigin: false },
      ]),
    ),
  },
  build: {
    target: "es2022",
    sourcemap: false,
    manifest: true,
    chunkSizeWarningLimit: 600,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "kit", test: KIT }] } } },
  },
  test: {
    environment: "jsdom",
    globals: false,
    setupFiles: ["src/test/setup.ts"],
    css: false,
    restoreMocks: true,
    // Two cores: more forks only get in each other's way.
    maxWorkers: 2,
    testTimeout: 30_000,
    // The made-up mouse events of these tests belong to no window, which the canvas's library asks for at each
    // press. Dragging is tested in a real browser.
    onUnhandledError: (error) => !(error.stack ?? "").includes("d3-drag"),
    coverage: {
      provider: "v8",
      include: ["src/**/*.{ts,tsx}"],
      exclude: ["src/**/*.test.{ts,tsx}", "src/test/**", "src/lib/api/schema.d.ts", "src/main.tsx"],
      reporter: ["text", "json-summary"],
      thresholds: { lines: 80, branches: 80, functions: 80, statements: 80 },
    },
  },
}));
