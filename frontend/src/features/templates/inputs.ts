/** What a template asks for, read from its untyped description. Knows no React. */
import { t } from "@/lib/i18n";

export type InputType =
  "text" | "number" | "boolean" | "choice" | "schedule" | "email" | "url" | "list" | "id";

export interface InputSpec {
  name: string;
  type: InputType;
  label: string;
  description: string;
  required: boolean;
  fallback: unknown;
  options: readonly unknown[];
  min: number | undefined;
  max: number | undefined;
}

/** What a field holds while it is filled in; choices hold the index of their option. */
export type FieldValue = string | number | boolean;
export type FieldValues = Readonly<Record<string, FieldValue>>;

const TYPES: ReadonlySet<string> = new Set<InputType>([
  "text",
  "number",
  "boolean",
  "choice",
  "schedule",
  "email",
  "url",
  "list",
  "id",
]);

const isType = (value: unknown): value is InputType => typeof value === "string" && TYPES.has(value);
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const amount = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);

export function specOf(raw: Readonly<Record<string, unknown>>): InputSpec {
  const name = text(raw.name);
  return {
    name,
    type: isType(raw.type) ? raw.type : "text",
    label: text(raw.label) || name,
    description: text(raw.description),
    required: raw.required === true,
    fallback: raw.default ?? null,
    options: Array.isArray(raw.options) ? raw.options : [],
    min: amount(raw.min),
    max: amount(raw.max),
  };
}

function shown(spec: InputSpec): FieldValue {
  const { type, fallback, options } = spec;
  if (type === "boolean") return fallback === true;
  if (type === "choice") return String(Math.max(0, options.indexOf(fallback)));
  if (type === "list") return Array.isArray(fallback) ? fallback.map(String).join("\n") : "";
  return typeof fallback === "number" ? fallback : text(fallback);
}

export function initialValues(specs: readonly InputSpec[]): FieldValues {
  return Object.fromEntries(specs.map((spec) => [spec.name, shown(spec)]));
}

function lines(value: string): string[] {
  return value
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** The value as the API takes it; undefined for what was left empty. */
export function sent(spec: InputSpec, value: FieldValue | undefined): unknown {
  if (spec.type === "boolean") return value === true;
  if (spec.type === "choice") return spec.options[Number(value)];
  if (spec.type === "list") return lines(String(value ?? ""));
  if (value === undefined || value === "") return undefined;
  return typeof value === "string" ? value.trim() : value;
}

export function sentInputs(specs: readonly InputSpec[], values: FieldValues): Record<string, unknown> {
  const pairs = specs.map((spec) => [spec.name, sent(spec, values[spec.name])] as const);
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
}

/** The required inputs that are empty, each with what to do; the API judges the rest. */
export function missing(specs: readonly InputSpec[], values: FieldValues): Record<string, string> {
  const empty = specs.filter((spec) => {
    const value = sent(spec, values[spec.name]);
    return spec.required && (value === undefined || (Array.isArray(value) && value.length === 0));
  });
  return Object.fromEntries(empty.map(({ name }) => [name, t("templates.required")]));
}

const DAY = 86_400;

/** An option in words: whole days for seconds, else as it is. */
export function optionLabel(spec: InputSpec, option: unknown): string {
  if (typeof option === "number" && spec.name.endsWith("_seconds") && option % DAY === 0) {
    return t("templates.days", { count: option / DAY });
  }
  return typeof option === "string" ? option : JSON.stringify(option);
}
