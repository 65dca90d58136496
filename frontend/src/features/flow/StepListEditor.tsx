import { lazy, Suspense } from "react";

import { LoadingList } from "@/components/states";
import type { ListPath } from "@/lib/rule";

import type { FlowProps } from "./types";

const StepList = lazy(async () => ({ default: (await import("./StepList")).StepList }));

export interface StepListProps extends FlowProps {
  /** The list that is edited: `actions`, or `on_failure` or `on_recovery`, which have no trigger to show. */
  root?: ListPath;
}

/** The same as the canvas as a nested list: for screen readers, phones, and those who like it better. */
export function StepListEditor(props: StepListProps) {
  return (
    <Suspense fallback={<LoadingList rows={4} />}>
      <StepList {...props} />
    </Suspense>
  );
}
