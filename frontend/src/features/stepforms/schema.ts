/** A param of an action, read from the catalog's JSON Schema: which input it takes. */
import { type FieldType, isNullable, type Json, propertiesOf, resolved } from "@/features/conditions";
import type { ObjectKind } from "@/lib/objects";

export type ParamKind =
  "text" | "long" | "number" | "boolean" | "choice" | "texts" | "object" | "objects" | "pairs" | "json";

export interface ParamSpec {
  name: string;
  label: string;
  description: string;
  kind: ParamKind;
  required: boolean;
  /** What it is when it is left out; undefined where the schema does not say. */
  fallback: unknown;
  options: readonly string[];
  whole: boolean;
  /** Of a boolean: whether it may be neither. */
  nullable: boolean;
  min: number | undefined;
  max: number | undefined;
  maxLength: number | undefined;
  /** Of ids: which things of the account they name. */
  object: ObjectKind | null;
}

const OBJECTS: Readonly<Record<string, ObjectKind>> = {
  content: "content",
  keyword: "keyword",
  cluster: "cluster",
  idea: "idea",
  task: "writing_task",
  page: "page",
  image: "image",
  integration: "connection",
  connection: "connection",
  sector: "sector",
  site: "site",
  rule: "rule",
};

const objectOf = (name: string): ObjectKind | null => OBJECTS[name.replace(/_ids?$/, "")] ?? null;
const LONG = 1000;

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
const numberOf = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);

function stringKind(schema: Json): ParamKind {
  if (Array.isArray(schema.enum)) return "choice";
  if (schema.format === "uuid") return "object";
  return (numberOf(schema.maxLength) ?? 0) > LONG && schema.title !== "Address" ? "long" : "text";
}

function arrayKind(schema: Json, root: Json): ParamKind {
  const item = resolved(schema.items, root);
  if (item.type !== "string") return "json";
  return item.format === "uuid" ? "objects" : "texts";
}

function kindOf(schema: Json, root: Json): ParamKind {
  switch (schema.type) {
    case "string":
      return stringKind(schema);
    case "integer":
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    case "array":
      return arrayKind(schema, root);
    case "object":
      return resolved(schema.additionalProperties, root).type === "string" ? "pairs" : "json";
    default:
      return "json";
  }
}

function specOf(name: string, raw: unknown, root: Json): ParamSpec {
  const schema = resolved(raw, root);
  const required = Array.isArray(root.required) && root.required.includes(name);
  const object = objectOf(name);
  const kind = kindOf(schema, root);
  const unnamed = object === null && (kind === "object" || kind === "objects");
  return {
    name,
    label: textOf(schema.title) || name,
    description: textOf(schema.description),
    kind: unnamed ? (kind === "object" ? "text" : "texts") : kind,
    required,
    fallback: schema.default ?? undefined,
    options: Array.isArray(schema.enum) ? schema.enum.filter((one) => typeof one === "string") : [],
    whole: schema.type === "integer",
    nullable: isNullable(raw),
    min: numberOf(schema.minimum) ?? numberOf(schema.exclusiveMinimum),
    max: numberOf(schema.maximum),
    maxLength: numberOf(schema.maxLength),
    object,
  };
}

/** How far back a param stands: what must be given comes first, the bound on items last. */
const rank = ({ name, required }: ParamSpec): number => (required ? 0 : name === "limit" ? 2 : 1);

/** The params of an action, in the order in which a form asks for them. */
export function paramSpecs(schema: Json): ParamSpec[] {
  const specs = propertiesOf(schema).map(([name, raw]) => specOf(name, raw, schema));
  return [...specs].sort((one, other) => rank(one) - rank(other));
}

const TAKES: Readonly<Record<ParamKind, readonly FieldType[] | null>> = {
  text: null,
  long: null,
  choice: ["text"],
  number: ["number"],
  boolean: ["boolean"],
  texts: ["list"],
  objects: ["list"],
  object: ["text"],
  pairs: ["object"],
  json: null,
};

/** Whether a value of that type can stand for the param. */
export function takes(kind: ParamKind, type: FieldType): boolean {
  const types = TAKES[kind];
  return types === null || type === "any" || types.includes(type);
}

/** An object with another value for a key; undefined takes the key away. */
export function withKey<T extends object>(object: T, key: string, value: unknown): T {
  if (value !== undefined) return { ...object, [key]: value };
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key)) as T;
}

export const expressionOf = (path: string): string => `{{ ${path} }}`;
