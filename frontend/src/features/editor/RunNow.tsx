import { useMayRun } from "@/features/account";
import { RunButton } from "@/features/automation";

import { useDirty, useEditor } from "./context";

/** Runs what is live, as long as that is what one sees. */
export function RunNow() {
  const rule = useEditor((state) => state.rule);
  const dirty = useDirty();
  const mayRun = useMayRun();
  const shown = rule !== null && rule.draft === null && !dirty && mayRun;
  return shown ? <RunButton rule={rule} /> : null;
}
