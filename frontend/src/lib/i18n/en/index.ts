import { account } from "./account";
import { approvals } from "./approvals";
import { articleEditor } from "./articleEditor";
import { automation } from "./automation";
import { charts } from "./charts";
import { common } from "./common";
import { conditions } from "./conditions";
import { content } from "./content";
import { credits } from "./credits";
import { editor } from "./editor";
import { flow } from "./flow";
import { forms } from "./forms";
import { insights } from "./insights";
import { navigation } from "./navigation";
import { notifications } from "./notifications";
import { planning } from "./planning";
import { planningFlow } from "./planningFlow";
import { rulesList } from "./rulesList";
import { runsList } from "./runsList";
import { publishing } from "./publishing";
import { runView } from "./runView";
import { search } from "./search";
import { settings } from "./settings";
import { stepforms } from "./stepforms";
import { structure } from "./structure";
import { start } from "./start";
import { templates } from "./templates";
import { triggers } from "./triggers";

export const en = {
  ...common,
  ...account,
  ...approvals,
  ...articleEditor,
  ...automation,
  ...charts,
  ...conditions,
  ...content,
  ...credits,
  ...editor,
  ...flow,
  ...forms,
  ...insights,
  ...navigation,
  ...notifications,
  ...planning,
  ...planningFlow,
  ...rulesList,
  ...runsList,
  ...publishing,
  ...runView,
  ...search,
  ...settings,
  ...stepforms,
  ...structure,
  ...start,
  ...templates,
  ...triggers,
} as const;
