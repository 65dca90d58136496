import { queryOptions, useQuery } from "@tanstack/react-query";

import type { ActionType, EventType, FlowNodeType } from "@/lib/api";

import { editorApi } from "./editor.api";

/** What a version of the server offers does not change while the page is open. */
const offered = <T>(name: string, queryFn: () => Promise<T>) =>
  queryOptions({ queryKey: [name], queryFn, staleTime: Infinity });

const actionTypesQuery = offered("action-types", editorApi.actionTypes);
const flowNodesQuery = offered("flow-nodes", editorApi.flowNodes);
const eventTypesQuery = offered("event-types", editorApi.eventTypes);

const NO_ACTIONS: readonly ActionType[] = [];
const NO_NODES: readonly FlowNodeType[] = [];
const NO_EVENTS: readonly EventType[] = [];

export interface Catalog {
  actionTypes: readonly ActionType[];
  flowNodes: readonly FlowNodeType[];
  eventTypes: readonly EventType[];
  /** False until all three are known. */
  ready: boolean;
  error: Error | null;
  retry: () => void;
}

/** The kinds of steps and events that a rule can be made of. */
export function useCatalog(): Catalog {
  const actions = useQuery(actionTypesQuery);
  const nodes = useQuery(flowNodesQuery);
  const events = useQuery(eventTypesQuery);
  const all = [actions, nodes, events];
  return {
    actionTypes: actions.data ?? NO_ACTIONS,
    flowNodes: nodes.data ?? NO_NODES,
    eventTypes: events.data ?? NO_EVENTS,
    ready: all.every(({ isSuccess }) => isSuccess),
    error: actions.error ?? nodes.error ?? events.error,
    retry: () => {
      for (const { isError, refetch } of all) if (isError) void refetch();
    },
  };
}
