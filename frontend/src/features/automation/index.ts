export { useAutomationStore } from "./automationStore";
export { RunButton } from "./RunButton";
