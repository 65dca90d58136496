/** What a plan says of one action, read from its untyped description. Knows no React. */
import { isObject } from "@/lib/json";

interface Amount {
  low: number;
  expected: number;
  high: number;
}

export interface PlannedAction {
  at: string;
  id: string;
  name: string;
  /** False where it depends on the run whether it is done. */
  certain: boolean;
  items: Amount | null;
  credits: Amount | null;
  params: Record<string, unknown>;
  /** The names of params that only the run can know. */
  unknown: string[];
  /** Params that an earlier step gives, each with its path. */
  takesOver: Record<string, string>;
  takes: { kind: string; count: number } | null;
  error: string | null;
}

type Raw = Readonly<Record<string, unknown>>;

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const number = (value: unknown): number => (typeof value === "number" ? value : 0);
const object = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});

function amount(value: unknown): Amount | null {
  if (!isObject(value)) return null;
  const { low, expected, high } = value;
  return { low: number(low), expected: number(expected), high: number(high) };
}

const texts = (value: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(object(value)).map(([key, inner]) => [key, text(inner)]));

export function plannedAction(raw: Raw): PlannedAction {
  const { takes, error } = raw;
  return {
    at: text(raw.at),
    id: text(raw.id),
    name: text(raw.name),
    certain: raw.certain === true,
    items: amount(raw.items),
    credits: amount(raw.credits),
    params: object(raw.params),
    unknown: Object.keys(object(raw.unknown)),
    takesOver: texts(raw.takes_over),
    takes: isObject(takes) ? { kind: text(takes.kind), count: number(takes.count) } : null,
    error: isObject(error) ? text(error.message) : null,
  };
}
