export { eventTypesQuery, useEventTypes } from "./queries";
export { TriggerForm } from "./TriggerForm";
