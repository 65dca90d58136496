/** What the forms of rules are made from, and a place to show them in. */
import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { type ReactNode, useState } from "react";
import { MemoryRouter } from "react-router";

import { Provider } from "@/components/Provider";
import type { ActionType, ConditionOperator, EventType, FlowNodeType } from "@/lib/api";
import { createQueryClient } from "@/lib/query";

import { ok } from "./fakeApi";
import { answer } from "./server";

function operator(
  name: string,
  label: string,
  types: string[],
  valueType: string,
  ignoresCase?: boolean,
): ConditionOperator {
  return {
    name,
    label,
    types,
    needs_value: valueType !== "none",
    value_type: valueType,
    case_option: ignoresCase !== undefined,
    ignores_case: ignoresCase === true,
  };
}

const ALL_TYPES = ["text", "number", "boolean", "date", "list", "object"];

export const operators: ConditionOperator[] = [
  operator("after", "is after", ["date"], "date"),
  operator("any_item", "has an item for which", ["list"], "conditions"),
  operator("any_of", "has any of", ["list"], "list", false),
  operator("between", "is between", ["number", "date"], "range"),
  operator("changed", "changed", ["any"], "none"),
  operator("contains", "contains", ["text", "list"], "same", true),
  operator("equals", "is", ALL_TYPES, "same", false),
  operator("exists", "exists", ["any"], "none"),
  operator("greater_than", "is greater than", ["number"], "number"),
  operator("in", "is one of", ["text", "number", "boolean", "date"], "list", false),
  operator("is_true", "is true", ["boolean"], "none"),
  operator("length_equals", "has the length", ["text", "list", "object"], "integer"),
  operator("matches", "matches", ["text"], "pattern", true),
  operator("time_between", "is at a time of day between", ["date"], "time_range"),
  operator("weekday_in", "is on one of the weekdays", ["date"], "weekdays"),
  operator("within_last", "is within the last", ["date"], "duration"),
];

export const contentUpdated: EventType = {
  type: "content.updated",
  label: "Content updated",
  description: "A text was changed.",
  changes: true,
  fields: [
    { name: "title", type: "text" },
    { name: "word_count", type: "number" },
    { name: "needs_writing", type: "boolean" },
    { name: "publish_at", type: "date" },
    { name: "tags", type: "list" },
  ],
};

export const keywordsImported: EventType = {
  type: "keywords.imported",
  label: "Keywords imported",
  description: "A file brought new keywords.",
  changes: false,
  fields: [{ name: "created", type: "number" }],
};

const idList = (title: string, description: string) => ({
  anyOf: [{ items: { format: "uuid", type: "string" }, type: "array" }, { type: "null" }],
  default: null,
  title,
  description,
});

const idsOut = { items: { type: "string" }, title: "Content Ids", type: "array" };

export const actionTypes: ActionType[] = [
  {
    type: "generate_content",
    name: "Generate Content",
    description: "Generate article content from tasks",
    credits: "50 per article",
    params: ["limit", "task_ids"],
    schema: {
      properties: {
        limit: { default: 100, minimum: 1, maximum: 1000, title: "At most", type: "integer" },
        task_ids: idList("Writing tasks", "By default waiting tasks."),
      },
    },
    output_schema: {
      $defs: { Result: { type: "object", properties: { before: { type: "integer" } } } },
      properties: {
        failed: { type: "array", items: { type: "object" } },
        content_ids: idsOut,
        results: { type: "array", items: { $ref: "#/$defs/Result" } },
      },
    },
  },
  {
    type: "publish_to_wordpress",
    name: "Publish to WordPress",
    description: "Publish content",
    credits: "5 per article",
    params: ["limit", "content_ids", "integration_id", "post_status"],
    schema: {
      properties: {
        limit: { default: 100, minimum: 1, maximum: 1000, title: "At most", type: "integer" },
        content_ids: idList("Contents", "By default those of the step before."),
        integration_id: {
          anyOf: [{ format: "uuid", type: "string" }, { type: "null" }],
          default: null,
          title: "Connection",
        },
        post_status: {
          default: "publish",
          enum: ["publish", "draft"],
          title: "Publish as",
          type: "string",
        },
      },
    },
    output_schema: { properties: { content_ids: idsOut } },
  },
  {
    type: "http_request",
    name: "HTTP request",
    description: "Ask another system",
    credits: "0",
    params: ["url", "headers", "json", "repeatable", "fail_on_error", "body", "to"],
    schema: {
      $defs: { Severity: { enum: ["info", "error"], type: "string" } },
      required: ["url"],
      properties: {
        headers: { additionalProperties: { type: "string" }, title: "Headers", type: "object" },
        json: { default: null, title: "JSON" },
        repeatable: {
          anyOf: [{ type: "boolean" }, { type: "null" }],
          default: null,
          title: "May be sent twice",
        },
        fail_on_error: { default: true, title: "Fail on an error", type: "boolean" },
        message: { default: "", maxLength: 50000, title: "Message", type: "string" },
        to: { items: { type: "string" }, title: "To", type: "array" },
        severity: { $ref: "#/$defs/Severity", default: "info", title: "Severity" },
        url: { maxLength: 4000, title: "Address", type: "string" },
      },
    },
    output_schema: { properties: { status: { type: "integer" } } },
  },
];

const flowNode = (type: string, name: string): FlowNodeType => ({
  type,
  name,
  description: `${name}, described`,
  params: [],
  schema: null,
  keys: [],
  node_schema: {},
  outputs: [],
});

export const flowNodes: FlowNodeType[] = [
  flowNode("branch", "If / else"),
  flowNode("parallel", "In parallel"),
  flowNode("for_each", "For each"),
  flowNode("wait", "Wait"),
  flowNode("approval", "Approval"),
  flowNode("set", "Set values"),
  flowNode("stop", "Stop"),
];

/** Answers what the forms ask the catalog for. */
export function answerCatalog(): void {
  answer("get", "/automation/rules/condition-operators/", () => ok(operators));
  answer("get", "/automation/rules/event-types/", () => ok([contentUpdated, keywordsImported]));
}

/** One component by itself, with all that it expects around it. */
export function renderForm(form: ReactNode) {
  const client = createQueryClient();
  client.setDefaultOptions({ queries: { retry: false } });
  // No pauses between keys, no look at styles for each click: forms have many of both.
  const user = userEvent.setup({ delay: null, pointerEventsCheck: 0 });
  render(
    <QueryClientProvider client={client}>
      <Provider env="test">
        <MemoryRouter>{form}</MemoryRouter>
      </Provider>
    </QueryClientProvider>,
  );
  return user;
}

interface HeldProps<T> {
  first: T;
  children: (value: T, onChange: (value: T) => void) => ReactNode;
  /** Told of every change. */
  onValue: (value: T) => void;
}

/** Holds the value of a form, as an editor does. */
export function Held<T>({ first, children, onValue }: HeldProps<T>) {
  const [value, setValue] = useState(first);
  return children(value, (next) => {
    onValue(next);
    setValue(next);
  });
}
