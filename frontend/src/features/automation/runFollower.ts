/**
 * Follows one run: by the stream of server-sent events, by polling while the stream is down, and
 * not at all (until asked) when both fail. Knows no React; the network and the clock come in as ports.
 */
import type { ApiError, Progress, RunDetail, StepRun } from "@/lib/api";
import { isObject } from "@/lib/json";

import { isUnfinished } from "./runStatus";
import { mergeSteps, type StepNews } from "./stepProgress";
import { toApiError } from "./storeTypes";

export type Connection = "connecting" | "live" | "polling" | "lost" | "ended";

export interface RunSnapshot {
  task: RunDetail | null;
  steps: StepRun[];
  progress: Progress | null;
  connection: Connection;
  error: ApiError | null;
}

export interface RunStream {
  close: () => void;
}

export interface StreamHandlers {
  onOpen: () => void;
  onEvent: (type: "step" | "progress" | "done", data: unknown) => void;
  /** @param fatal the browser has given up; otherwise it is connecting again by itself. */
  onError: (fatal: boolean) => void;
}

export interface FollowerPorts {
  getTask: (id: string) => Promise<RunDetail>;
  getSteps: (id: string) => Promise<StepRun[]>;
  /** Of the latest run of a rule, which may be another one by now. */
  getProgress: (ruleId: string) => Promise<Progress>;
  openStream: (id: string, handlers: StreamHandlers) => RunStream;
}

export interface Follower {
  refresh: () => Promise<void>;
  stop: () => void;
}

export const POLL_MS = 2000;
/** While the stream is live, a look at the truth now and then catches events that a proxy held back. */
export const CHECK_MS = 10_000;
const POLL_FAILURES = 3;

export const EMPTY_RUN: RunSnapshot = {
  task: null,
  steps: [],
  progress: null,
  connection: "connecting",
  error: null,
};

function isStep(data: unknown): data is StepNews {
  return isObject(data) && typeof data.path === "string";
}

/** The steps that a progress report tells of; it knows less of each than the trace does. */
function newsOf(progress: Progress | null): StepNews[] {
  return progress?.steps ?? [];
}

function isProgress(data: unknown): data is Progress {
  return isObject(data) && typeof data.status === "string";
}

export function followRun(
  taskId: string,
  ports: FollowerPorts,
  onChange: (snapshot: RunSnapshot) => void,
): Follower {
  let snapshot = EMPTY_RUN;
  let stream: RunStream | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let stopped = false;

  function change(part: Partial<RunSnapshot>): void {
    if (stopped) return;
    snapshot = { ...snapshot, ...part };
    onChange(snapshot);
  }

  function closeStream(): void {
    stream?.close();
    stream = null;
  }

  function schedule(): void {
    clearTimeout(timer);
    if (stopped || snapshot.connection === "ended" || snapshot.connection === "lost") return;
    timer = setTimeout(() => void refresh(), snapshot.connection === "live" ? CHECK_MS : POLL_MS);
  }

  function failed(error: unknown): void {
    failures += 1;
    const reason = toApiError(error);
    // A refusal (404, 403) will not change by asking again.
    const hopeless = !reason.isOffline && reason.status < 500;
    if (!hopeless && failures < POLL_FAILURES && snapshot.task !== null) return;
    closeStream();
    change({ error: reason, connection: "lost" });
  }

  function loaded(task: RunDetail, steps: StepRun[]): void {
    failures = 0;
    const ended = !isUnfinished(task.status);
    if (ended) closeStream();
    const connection = ended
      ? "ended"
      : snapshot.connection === "lost"
        ? "polling"
        : snapshot.connection;
    const told = ended ? [] : newsOf(snapshot.progress);
    const missing = told.filter(({ path }) => !steps.some((step) => step.path === path));
    change({ task, steps: mergeSteps(steps, missing), connection, error: null });
    if (!ended) stream ??= open();
  }

  async function lookAtProgress(ruleId: string): Promise<void> {
    const progress = await ports.getProgress(ruleId);
    if (progress.scheduled_task_id === taskId) change({ progress });
  }

  /** Only the progress tells how many steps a run has; one that is over can be shown without. */
  async function lookBack(ruleId: string): Promise<void> {
    await lookAtProgress(ruleId).catch(() => undefined);
  }

  async function refresh(): Promise<void> {
    try {
      const [task, steps] = await Promise.all([ports.getTask(taskId), ports.getSteps(taskId)]);
      if (isUnfinished(task.status)) await lookAtProgress(task.automation_rule);
      else if (snapshot.progress === null) await lookBack(task.automation_rule);
      if (!stopped) loaded(task, steps);
    } catch (error) {
      if (!stopped) failed(error);
    }
    schedule();
  }

  function progressed(data: unknown): void {
    if (!isProgress(data)) return;
    change({ progress: data, steps: mergeSteps(snapshot.steps, newsOf(data)) });
  }

  function stepped(data: unknown): void {
    if (!isStep(data)) return;
    change({ steps: mergeSteps(snapshot.steps, [data]) });
  }

  function open(): RunStream {
    return ports.openStream(taskId, {
      onOpen: () => {
        change({ connection: "live" });
        schedule();
      },
      onEvent: (type, data) => {
        if (type === "progress") progressed(data);
        else if (type === "step") stepped(data);
        else void refresh();
      },
      onError: (fatal) => {
        if (snapshot.connection === "ended" || snapshot.connection === "lost") return;
        // A stream that is closed for good is not opened again; polling carries on.
        if (fatal) stream?.close();
        change({ connection: "polling" });
        schedule();
      },
    });
  }

  void refresh();
  return {
    refresh: () => {
      failures = 0;
      return refresh();
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      closeStream();
    },
  };
}
