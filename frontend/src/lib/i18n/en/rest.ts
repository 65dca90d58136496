import { approvals } from "./approvals";
import { articleEditor } from "./articleEditor";
import { charts } from "./charts";
import { conditions } from "./conditions";
import { content } from "./content";
import { credits } from "./credits";
import { editor } from "./editor";
import { flow } from "./flow";
import { forms } from "./forms";
import { insights } from "./insights";
import { planning } from "./planning";
import { planningFlow } from "./planningFlow";
import { publishing } from "./publishing";
import { runView } from "./runView";
import { runsList } from "./runsList";
import { settings } from "./settings";
import { stepforms } from "./stepforms";
import { structure } from "./structure";
import { templates } from "./templates";
import { triggers } from "./triggers";

/** The texts of all other pages, loaded before the first of them. */
export const rest = {
  ...approvals,
  ...articleEditor,
  ...charts,
  ...conditions,
  ...content,
  ...credits,
  ...editor,
  ...flow,
  ...forms,
  ...insights,
  ...planning,
  ...planningFlow,
  ...publishing,
  ...runView,
  ...runsList,
  ...settings,
  ...stepforms,
  ...structure,
  ...templates,
  ...triggers,
} as const;
