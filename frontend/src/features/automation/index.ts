export { useAutomationStore } from "./automationStore";
