export { StepListEditor } from "./StepListEditor";
export { statusesOf } from "./statuses";
export type { FlowProps, FlowRule, FlowSelection, FlowStatus, FlowStatuses, StepType } from "./types";
export { WorkflowVisualizer } from "./WorkflowVisualizer";
