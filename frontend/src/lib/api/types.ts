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
/* Planning */
export type Intent = Schemas["IntentEnum"];
export type KeywordChange = Schemas["PatchedKeywordRequest"];
export type KeywordBulkAction = Schemas["KeywordBulkInputActionEnum"];
export type BulkResult = Schemas["BulkResult"];
export type ImportPreview = Schemas["Preview"];
export type Cluster = Schemas["Cluster"];
export type ClusterChange = Schemas["PatchedClusterRequest"];
export type IdeaDecision = Schemas["IdeaDecisionEnum"];
/** Besides what people decide: what follows from what happens to an idea. */
export type IdeaStatus = IdeaDecision | "duplicate" | "planned";
export type Idea = Omit<Schemas["Idea"], "status"> & { status: IdeaStatus };
export type WritingTask = Schemas["WritingTask"];
export type WritingTaskChange = Schemas["PatchedWritingTaskRequest"];
// Credits, insights, templates, settings, notifications.
export type LedgerEntry = Schemas["Ledger"];
export type LedgerKind = Schemas["LedgerKindEnum"];
export type BudgetState = Schemas["BudgetState"];
export type BudgetPeriod = Schemas["PeriodEnum"];
export type CreditForecast = Schemas["CreditForecast"];
export type CreditSettings = Schemas["CreditSettings"];
export type Stats = Schemas["Stats"];
export type RuleStats = Schemas["RuleStats"];
export type ActionStats = Schemas["ActionStats"];
export type ErrorKind = Schemas["ErrorKind"];
export type SkipReason = Schemas["SkipReason"];
export type TemplateRequest = Schemas["TemplateInputRequest"];
export type AccountSettings = Schemas["AccountSettings"];
export type AccountSettingsRequest = Schemas["PatchedAccountSettingsRequest"];
export type ApiToken = Schemas["Token"];
export type NewApiToken = Schemas["NewToken"];
export type ApiTokenRequest = Schemas["TokenRequest"];
export type Member = Schemas["Member"];
export type Role = Schemas["RoleEnum"];
export type SiteSettings = Schemas["Site"];
export type SiteRequest = Schemas["SiteRequest"];
export type SiteChange = Schemas["PatchedSiteRequest"];
export type AuditEntry = Schemas["Audit"];
// Runs and rules in lists.
export type StepOutput = Schemas["StepOutput"];
export type RuleBulkRequest = Schemas["RuleBulkInputRequest"];
export type RuleBulkResult = Schemas["RuleBulkResult"];
export type RuleBulkAction = RuleBulkRequest["action"];
export type EventType = Schemas["EventType"];
export type RerunFailed = Schemas["RerunFailed"];
export type RerunFailedRequest = Schemas["RerunFailedInputRequest"];

// Forms of rules: conditions, triggers, steps.
/** The document leaves out what the API tells of letters' case. */
export type ConditionOperator = Schemas["Operator"];
export type EventField = Schemas["EventField"];
/** `times` in UTC; `problems` by the place of the field. */
export type SchedulePreview = Schemas["Upcoming"];
export type ConditionsTried = Schemas["ConditionsTried"];
export type Preset = Schemas["Preset"];
export type WebhookAddress = Schemas["Webhook"];
export type WebhookTest = Schemas["TestResult"];
/* Editor */
export type FlowNodeType = Schemas["FlowNode"];
export type RuleVersion = Schemas["Version"];
export type RuleChange = Schemas["Change"];
export type RuleDocument = Schemas["Document"];
export type ImportedRule = Schemas["Imported"];
export type PlanOfRule = Schemas["Plan"];
export type StepTrial = Schemas["StepTried"];
export type FollowedTemplate = Schemas["Followed"];
// Articles, site structure, publishing.
export type ContentStatus = Schemas["ContentStatusEnum"];
export type ContentRequest = Schemas["ContentRequest"];
export type ContentChange = Schemas["PatchedContentRequest"];
export type ContentVersion = Schemas["ContentVersion"];
export type SeoReport = Schemas["SeoReport"];
export type SeoCheck = Schemas["SeoCheck"];
export type SeoCheckRequest = Schemas["SeoCheckInputRequest"];
export type SitePage = Schemas["Page"];
export type SitePageRequest = Schemas["PageRequest"];
export type SitePageChange = Schemas["PatchedPageRequest"];
export type PageKind = Schemas["PageKindEnum"];
export type Publication = Schemas["Publication"];
export type ConnectionRequest = Schemas["ConnectionRequest"];
export type ConnectionChange = Schemas["PatchedConnectionRequest"];
export type ConnectionReport = Schemas["Report"];
export type ConnectionCheck = Schemas["Check"];
export type Onboarding = Schemas["Onboarding"];
export type Found = Schemas["Found"];
export type Spending = Schemas["Spending"];
export type AiProvider = Schemas["Provider"];
export type AiProviderTest = Schemas["ProviderTest"];
export type AiKind = AiProvider["kind"];
export type NewMember = Schemas["NewMember"];
export type MemberRequest = Schemas["MemberInputRequest"];
export type OwnChange = Schemas["PatchedPersonInputRequest"];
