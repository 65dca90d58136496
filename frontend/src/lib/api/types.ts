/** The names the screens use for the API's types: the one place to touch when the document changes. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Me = Schemas["Me"];
export type Site = Schemas["Site"];
export type Balance = Schemas["Balance"];
export type AutomationRule = Schemas["AutomationRule"];
export type AutomationRuleRequest = Schemas["AutomationRuleRequest"];
export type RuleAction = Schemas["RuleAction"];
export type ActionType = Schemas["ActionType"];
export type Estimate = Schemas["Estimate"];
export type ExecuteAccepted = Schemas["ExecuteAccepted"];
export type RerunRequest = Schemas["RerunRequest"];
export type ScheduledTask = Schemas["ScheduledTask"];
export type StepRun = Schemas["StepRun"];
export type RunError = Schemas["RunError"];
export type RunStatus = Schemas["RunStatus"];
export type Progress = Schemas["Progress"];
export type ProgressStatus = Schemas["ProgressStatus"];
export type Content = Schemas["Content"];
export type SeoFinding = Schemas["SeoFinding"];
export type Image = Schemas["Image"];
export type Keyword = Schemas["Keyword"];
export type ImportResult = Schemas["ImportResult"];
export type ImportProgress = Schemas["ImportProgress"];
export type ImportError = Schemas["ImportError"];
