import { useCallback, useEffect, useRef, useState } from "react";

import { automationApi } from "./automation.api";
import { EMPTY_RUN, type Follower, followRun, type RunSnapshot } from "./runFollower";
import { openRunStream } from "./runStream";

const ports = {
  getTask: automationApi.getTask,
  getSteps: automationApi.getSteps,
  getProgress: automationApi.getProgress,
  openStream: openRunStream,
};

/** Where the run is, kept up to date while the component is shown; `refresh` looks at once. */
export function useRun(taskId: string): RunSnapshot & { refresh: () => void } {
  const [snapshot, setSnapshot] = useState<RunSnapshot>(EMPTY_RUN);
  const follower = useRef<Follower | null>(null);
  useEffect(() => {
    const current = followRun(taskId, ports, setSnapshot);
    follower.current = current;
    return () => {
      current.stop();
    };
  }, [taskId]);
  const refresh = useCallback(() => {
    void follower.current?.refresh();
  }, []);
  return { ...snapshot, refresh };
}
