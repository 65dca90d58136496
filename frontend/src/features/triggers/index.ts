export { eventTypesQuery, useEventTypes } from "./queries";
export { cronWords, scheduleWords } from "./scheduleWords";
export { TriggerForm } from "./TriggerForm";
