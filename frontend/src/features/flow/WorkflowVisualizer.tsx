import { lazy, Suspense } from "react";

import { LoadingPage } from "@/components/states";

import type { FlowProps } from "./types";

const FlowCanvas = lazy(async () => ({ default: (await import("./FlowCanvas")).FlowCanvas }));

/** A rule as a canvas that can be edited, or with the state of a run. Fills what is around it. */
export function WorkflowVisualizer(props: FlowProps) {
  return (
    <Suspense fallback={<LoadingPage />}>
      <FlowCanvas {...props} />
    </Suspense>
  );
}
