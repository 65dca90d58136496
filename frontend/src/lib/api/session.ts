/** Who wants to know that a request was answered 401, i.e. that the session is over. */
type Listener = () => void;

const listeners = new Set<Listener>();

/** @returns a function that ends the subscription. */
export function onSessionEnd(listener: Listener): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

export function announceSessionEnd(): void {
  for (const listener of listeners) listener();
}
