import { useEffect, useState } from "react";

import { ROOT } from "@/lib/rule";

import { createFlowStore, type FlowStore, type Host } from "./store";
import type { FlowProps } from "./types";

const nothing = () => undefined;

const hostOf = (props: FlowProps, root: string): Host => ({
  actions: props.rule.actions,
  names: props.names,
  selected: props.selected ?? null,
  readOnly: props.readOnly ?? false,
  root,
  onChange: props.onChange ?? nothing,
  onSelect: props.onSelect ?? nothing,
});

/** The store of one flow on the screen, with what the page around gives it just now. */
export function useHost(props: FlowProps, root: string = ROOT): FlowStore {
  const [store] = useState(() => createFlowStore(hostOf(props, root)));
  useEffect(() => {
    store.setState({ host: hostOf(props, root) });
  }, [store, props, root]);
  return store;
}
