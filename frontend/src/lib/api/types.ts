/** The names the screens use for the API's types: the one place to touch when the document changes. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Me = Schemas["Me"];
export type Site = Schemas["SiteShort"];
export type Balance = Schemas["Balance"];
export type AutomationRule = Schemas["Rule"];
export type AutomationRuleRequest = Schemas["RuleInputRequest"];
export type ActionType = Schemas["ActionType"];
export type Estimate = Schemas["Estimate"];
export type ExecuteAccepted = Schemas["Started"];
export type RerunRequest = Schemas["RerunInputRequest"];
/** The API takes any step's path, too. */
export type RerunFrom = "start" | "failed_step";
export type ScheduledTask = Schemas["RunRow"];
export type StepRun = Schemas["Step"];
export type RunError = Pick<Schemas["StepError"], "code" | "message" | "retryable">;
export type RunStatus = Schemas["RunStatusEnum"];
export type ProgressStatus = Schemas["ProgressStatusEnum"];
export type Progress = Schemas["Progress"];
export type Content = Schemas["Content"];
export type SeoFinding = Schemas["SeoFinding"];
export type Image = Schemas["Image"];
export type Keyword = Schemas["Keyword"];
export type ImportResult = Schemas["ImportResult"];
export type ImportStarted = Schemas["ImportStarted"];
export type ImportProgress = Schemas["Import"];
export type ImportError = Schemas["RowError"];
export type RunDetail = Schemas["RunDetail"];
export type FailedAttempt = Schemas["FailedAttempt"];
export type TimelineEntry = Schemas["TimelineEntry"];
export type Lineage = Schemas["Lineage"];
export type RunRelative = Schemas["Relative"];
export type RuleNumbers = Schemas["RuleNumbers"];
export type Approval = Schemas["Approval"];
export type ApprovalStatus = Schemas["ApprovalStatusEnum"];
export type DecisionRequest = Schemas["DecisionInputRequest"];
export type Decision = Schemas["DecisionEnum"];
export type Notice = Schemas["Notification"];
export type RuleTemplate = Schemas["Template"];
export type InstantiateRequest = Schemas["InstantiateInputRequest"];
export type Connection = Schemas["Connection"];
