/** Rules at random, for property tests: every kind of node, nested, each id once. */
import fc from "fast-check";

import type { Branch, Condition, Node } from "@/lib/rule";

const FLAT = ["generate_ideas", "notify", "wait", "approval", "set", "stop", "of_a_plugin"] as const;

const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    field: fc.constantFrom("status", "steps.n1.content_ids", 'steps["n2"].x'),
    operator: fc.constantFrom("equals", "in"),
    value: fc.constantFrom<unknown>(1, "{{ steps.n0.idea_ids }}", null, ["a"]),
  }),
  fc.constant<Condition>([]),
  fc.constant<Condition>({ any: [] }),
);

const common = {
  name: fc.string({ maxLength: 8 }),
  params: fc.dictionary(fc.constantFrom("limit", "items", "message"), fc.jsonValue({ maxDepth: 1 })),
  when: condition,
  timeout_seconds: fc.integer({ min: 1, max: 9 }),
};

const id = fc.constant("");

const leaf = (): fc.Arbitrary<Node> =>
  fc.record(
    { id, type: fc.constantFrom(...FLAT), ...common, on_error: fc.constant("continue" as const) },
    { requiredKeys: ["id", "type"] },
  );

function ways(depth: number): fc.Arbitrary<Node> {
  const branch: fc.Arbitrary<Branch> = fc.record(
    { name: fc.string({ maxLength: 5 }), conditions: condition, actions: nodes(depth) },
    { requiredKeys: ["actions"] },
  );
  const branches = fc.array(branch, { minLength: 1, maxLength: 3 });
  const type = fc.constantFrom("branch", "parallel");
  return fc.record(
    { id, type, branches, else: nodes(depth), ...common },
    { requiredKeys: ["id", "type", "branches"] },
  );
}

const loop = (depth: number): fc.Arbitrary<Node> =>
  fc.record(
    {
      id,
      type: fc.constant("for_each"),
      items: fc.constant("{{ steps.n0.ids }}"),
      actions: nodes(depth),
      on_error: nodes(depth),
      concurrency: fc.integer({ min: 1, max: 5 }),
    },
    { requiredKeys: ["id", "type"] },
  );

const guarded = (depth: number): fc.Arbitrary<Node> =>
  fc.record(
    { id, type: fc.constant("notify"), on_error: nodes(depth) },
    { requiredKeys: ["id", "type"] },
  );

/** Lists of nodes, nested up to `depth` deep. */
function nodes(depth: number): fc.Arbitrary<Node[]> {
  if (depth === 0) return fc.constant([]);
  const inside = depth - 1;
  const node = fc.oneof(
    { arbitrary: leaf(), weight: 3 },
    { arbitrary: ways(inside), weight: 2 },
    { arbitrary: loop(inside), weight: 1 },
    { arbitrary: guarded(inside), weight: 1 },
  );
  return fc.array(node, { maxLength: 3 });
}

function numbered(raw: readonly Node[], next: () => number): Node[] {
  return raw.map((node): Node => {
    const number = String(next());
    const inside = (inner: Node[]) => numbered(inner, next);
    const { branches, else: otherwise, actions, on_error: handler } = node;
    return {
      ...node,
      id: `n${number}`,
      ...(branches && {
        branches: branches.map((one) => ({ ...one, actions: inside(one.actions) })),
      }),
      ...(otherwise && { else: inside(otherwise) }),
      ...(actions && { actions: inside(actions) }),
      ...(Array.isArray(handler) && { on_error: inside(handler) }),
    };
  });
}

/** The actions of a rule; ids are `n0`, `n1`, … in the order of the document. */
export const ruleActions: fc.Arbitrary<Node[]> = nodes(3).map((raw) => {
  let last = -1;
  return numbered(raw, () => (last += 1));
});

/** The same, of at least one node. */
export const someActions: fc.Arbitrary<Node[]> = ruleActions.filter((raw) => raw.length > 0);
