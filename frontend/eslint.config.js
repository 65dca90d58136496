import js from "@eslint/js";
import boundaries from "eslint-plugin-boundaries";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import globals from "globals";
import tseslint from "typescript-eslint";

const insides = {
  group: ["@/features/*/*"],
  message: "Import another feature through its index: @/features/<name>.",
};
const outwards = {
  group: ["../**"],
  message: "Leave the folder through the alias: @/…, so that the boundary rules see it.",
};

const allow = (from, to) => ({
  from: { element: { type: from } },
  allow: { to: { element: { types: { anyOf: to } } } },
});

// A table that is laid out as blocks (phones) has no implicit roles any more, so they are spelled out.
const tableRoles = {
  table: ["table"],
  thead: ["rowgroup"],
  tbody: ["rowgroup"],
  tr: ["row"],
  th: ["columnheader"],
  td: ["cell"],
};

export default tseslint.config(
  { ignores: ["dist", "coverage", "screenshots", "src/lib/api/schema.d.ts"] },
  js.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "max-lines": ["error", 400],
    },
  },
  {
    files: ["src/**/*.{ts,tsx}"],
    plugins: { boundaries, "jsx-a11y": jsxA11y, "react-hooks": reactHooks },
    settings: {
      "import/resolver": { [`${import.meta.dirname}/scripts/eslint-resolver.cjs`]: {} },
      "boundaries/elements": [
        { type: "test", pattern: "src/test" },
        { type: "app", pattern: "src/app" },
        { type: "feature", pattern: "src/features/*", capture: ["feature"] },
        { type: "components", pattern: "src/components" },
        { type: "lib", pattern: "src/lib" },
      ],
    },
    rules: {
      ...jsxA11y.flatConfigs.strict.rules,
      ...reactHooks.configs.recommended.rules,
      "jsx-a11y/no-redundant-roles": ["error", tableRoles],
      "jsx-a11y/no-interactive-element-to-noninteractive-role": ["error", tableRoles],
      // A region that scrolls must be reachable by keyboard.
      "jsx-a11y/no-noninteractive-tabindex": ["error", { roles: ["region", "tabpanel"], tags: [] }],
      "no-restricted-imports": ["error", { patterns: [insides, outwards] }],
      "boundaries/dependencies": [
        "error",
        {
          default: "disallow",
          policies: [
            allow("lib", ["lib"]),
            allow("components", ["components", "lib"]),
            allow("feature", ["feature", "components", "lib"]),
            allow("app", ["app", "feature", "components", "lib"]),
            allow("test", ["test", "app", "feature", "components", "lib"]),
            { allow: { to: { module: { origin: ["external", "core"] } } } },
          ],
        },
      ],
    },
  },
  {
    files: ["src/app/**/*.{ts,tsx}"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [{ ...insides, group: ["@/features/*/*", "!@/features/*/routes"] }, outwards],
        },
      ],
    },
  },
  {
    files: ["src/**/*.test.{ts,tsx}", "src/test/**/*.{ts,tsx}"],
    rules: { "boundaries/dependencies": "off", "@typescript-eslint/no-non-null-assertion": "off" },
  },
  { files: ["public/**/*.js"], languageOptions: { globals: globals.browser } },
  {
    files: ["scripts/**/*.{mjs,cjs}", "*.config.*"],
    languageOptions: { globals: { ...globals.node, ...globals.browser, axe: "readonly" } },
  },
);
