import type { RunStream, StreamHandlers } from "./runFollower";

const EVENTS = ["step", "progress", "done"] as const;

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // A frame cut off by a proxy; the next look at the run fills the gap.
    return null;
  }
}

/** The run's server-sent events, with the session's cookie; the browser resumes by `Last-Event-ID`. */
export function openRunStream(taskId: string, handlers: StreamHandlers): RunStream {
  const id = encodeURIComponent(taskId);
  const source = new EventSource(`/api/v1/automation/scheduled-tasks/${id}/stream/`);
  source.onopen = handlers.onOpen;
  source.onerror = () => {
    handlers.onError(source.readyState === EventSource.CLOSED);
  };
  for (const type of EVENTS) {
    source.addEventListener(type, (event: MessageEvent<string>) => {
      handlers.onEvent(type, parse(event.data));
    });
  }
  return source;
}
