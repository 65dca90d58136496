import type { ExecuteAccepted, Progress, ProgressStatus } from "@/lib/api";

import { automationApi } from "./automation.api";
import { isUnfinished } from "./runStatus";
import type { Slice } from "./storeTypes";

const POLL_MS = 2000;

export interface ExecutionProgress {
  ruleId: string;
  taskId: string;
  status: ProgressStatus;
  progress: number;
  phase: string;
}

export interface ExecutionSlice {
  /** The run started last from this screen. */
  executionProgress: ExecutionProgress | null;
  /** Starts the rule and follows its progress until it ends; throws what the API refuses with. */
  executeRule: (ruleId: string, idempotencyKey: string) => Promise<ExecuteAccepted>;
  /** Asks once where the rule's latest run is. */
  fetchProgress: (ruleId: string) => Promise<Progress>;
}

const wait = (ms: number) =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

export const executionSlice: Slice<ExecutionSlice> = (set, get) => {
  const current = (taskId: string) => get().executionProgress?.taskId === taskId;

  /** Until the run ends, or another run has taken its place on the screen. */
  async function follow(ruleId: string, taskId: string): Promise<void> {
    while (current(taskId) && isUnfinished(get().executionProgress?.status)) {
      await wait(POLL_MS);
      // A poll that fails says nothing about the run; the next one may succeed.
      await get()
        .fetchProgress(ruleId)
        .catch(() => undefined);
    }
    if (current(taskId)) await get().fetchRule(ruleId);
  }

  return {
    executionProgress: null,
    executeRule: async (ruleId, idempotencyKey) => {
      const accepted = await automationApi.executeRule(ruleId, idempotencyKey);
      const taskId = accepted.scheduled_task_id;
      set({ executionProgress: { ruleId, taskId, status: "pending", progress: 0, phase: "" } });
      void follow(ruleId, taskId);
      return accepted;
    },
    fetchProgress: async (ruleId) => {
      const answer = await automationApi.getProgress(ruleId);
      set(({ executionProgress: shown }) =>
        shown?.ruleId === ruleId
          ? {
              executionProgress: {
                ...shown,
                status: answer.status,
                progress: answer.progress ?? shown.progress,
                phase: answer.phase ?? shown.phase,
              },
            }
          : {},
      );
      return answer;
    },
  };
};
