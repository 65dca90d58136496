import { account } from "./account";
import { approvals } from "./approvals";
import { automation } from "./automation";
import { common } from "./common";
import { content } from "./content";
import { notifications } from "./notifications";
import { planning } from "./planning";
import { runView } from "./runView";
import { templates } from "./templates";

export const en = {
  ...common,
  ...account,
  ...approvals,
  ...automation,
  ...content,
  ...notifications,
  ...planning,
  ...runView,
  ...templates,
} as const;
