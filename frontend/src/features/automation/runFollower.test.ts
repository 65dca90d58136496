import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { ApiError, type RunDetail, type StepRun } from "@/lib/api";
import { progress, runningSteps, tasks } from "@/test/fixtures";

import {
  CHECK_MS,
  followRun,
  POLL_MS,
  type RunSnapshot,
  type RunStream,
  type StreamHandlers,
} from "./runFollower";

const RUNNING = tasks[0]!;
const DONE: RunDetail = { ...RUNNING, status: "completed" };
const OFFLINE = new ApiError("network", "gone", 0);

interface World {
  task: RunDetail | ApiError;
  steps: StepRun[];
  looks: number;
  progressOf: string;
  streams: (RunStream & { handlers: StreamHandlers; closed: boolean })[];
  shown: RunSnapshot;
}

function start(task: World["task"] = RUNNING) {
  const world: World = {
    task,
    steps: runningSteps,
    looks: 0,
    progressOf: "t1",
    streams: [],
    shown: { task: null, steps: [], progress: null, connection: "connecting", error: null },
  };
  const ports = {
    getTask: () => {
      world.looks += 1;
      return world.task instanceof ApiError ? Promise.reject(world.task) : Promise.resolve(world.task);
    },
    getSteps: () => Promise.resolve(world.steps),
    getProgress: () => Promise.resolve({ ...progress, scheduled_task_id: world.progressOf }),
    openStream: (_: string, handlers: StreamHandlers) => {
      const stream = {
        handlers,
        closed: false,
        close: () => {
          stream.closed = true;
        },
      };
      world.streams.push(stream);
      return stream;
    },
  };
  const follower = followRun("t1", ports, (snapshot) => {
    world.shown = snapshot;
  });
  const stream = () => world.streams.at(-1)!;
  return { world, follower, stream };
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe("followRun", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("looks at the run first, then listens to its stream", async () => {
    const { world, stream } = start();
    await pass(0);
    expect(world.shown.task).toEqual(RUNNING);
    expect(world.shown.steps).toHaveLength(6);
    stream().handlers.onOpen();
    expect(world.shown.connection).toBe("live");
  });

  it("merges the stream's news into the steps by path", async () => {
    const { world, stream } = start();
    await pass(0);
    stream().handlers.onOpen();
    stream().handlers.onEvent("step", { path: "actions/2", status: "completed", credits: 250 });
    stream().handlers.onEvent("progress", progress);
    const step = world.shown.steps[2];
    expect(step).toMatchObject({ name: "Generate Content", status: "completed", credits: 250 });
    expect(world.shown.progress?.phase).toContain("Generate Content");
  });

  it("ignores events that it cannot read", async () => {
    const { world, stream } = start();
    await pass(0);
    const before = world.shown;
    stream().handlers.onEvent("step", null);
    stream().handlers.onEvent("progress", "nonsense");
    expect(world.shown).toBe(before);
  });

  it("looks once more at the end and closes the stream", async () => {
    const { world, stream } = start();
    await pass(0);
    stream().handlers.onOpen();
    world.task = DONE;
    stream().handlers.onEvent("done", {});
    await pass(0);
    expect(world.shown.connection).toBe("ended");
    expect(stream().closed).toBe(true);
    const looks = world.looks;
    await pass(60_000);
    expect(world.looks).toBe(looks);
  });

  it("opens no stream for a run that is over", async () => {
    const { world } = start(DONE);
    await pass(0);
    expect(world.streams).toHaveLength(0);
    expect(world.shown.connection).toBe("ended");
  });

  it("polls every two seconds while the stream is down", async () => {
    const { world, stream } = start();
    await pass(0);
    stream().handlers.onError(true);
    expect(world.shown.connection).toBe("polling");
    const looks = world.looks;
    await pass(POLL_MS * 3);
    expect(world.looks).toBe(looks + 3);
    expect(world.streams).toHaveLength(1);
  });

  it("asks for the progress as it polls, and leaves another run's alone", async () => {
    const { world } = start();
    world.progressOf = "t9";
    await pass(0);
    expect(world.shown.progress).toBeNull();
    world.progressOf = "t1";
    await pass(POLL_MS);
    expect(world.shown.progress?.progress).toBe(41);
  });

  it("is live again when the browser reconnects by itself", async () => {
    const { world, stream } = start();
    await pass(0);
    stream().handlers.onError(false);
    expect(stream().closed).toBe(false);
    stream().handlers.onOpen();
    expect(world.shown.connection).toBe("live");
  });

  it("checks now and then even while the stream is live", async () => {
    const { world, stream } = start();
    await pass(0);
    stream().handlers.onOpen();
    const looks = world.looks;
    await pass(CHECK_MS);
    expect(world.looks).toBe(looks + 1);
  });

  it("gives up when stream and polling both fail, until it is asked to look again", async () => {
    const { world, stream, follower } = start();
    await pass(0);
    stream().handlers.onError(true);
    world.task = OFFLINE;
    await pass(POLL_MS * 3);
    expect(world.shown.connection).toBe("lost");
    expect(world.shown.task).toEqual(RUNNING);
    const looks = world.looks;
    await pass(60_000);
    expect(world.looks).toBe(looks);
    world.task = RUNNING;
    await follower.refresh();
    expect(world.shown.error).toBeNull();
    expect(world.shown.connection).toBe("polling");
    expect(world.streams).toHaveLength(2);
  });

  it("says at once that a run does not exist", async () => {
    const { world } = start(new ApiError("not_found", "No such run.", 404));
    await pass(0);
    expect(world.shown.error?.status).toBe(404);
    expect(world.shown.connection).toBe("lost");
  });

  it("is silent after it was stopped", async () => {
    const { world, follower, stream } = start();
    await pass(0);
    follower.stop();
    const shown = world.shown;
    stream().handlers.onEvent("progress", progress);
    await pass(60_000);
    expect(world.shown).toBe(shown);
    expect(stream().closed).toBe(true);
  });
});
