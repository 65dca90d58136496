import { account } from "./account";
import { automation } from "./automation";
import { common } from "./common";
import { navigation } from "./navigation";
import { notifications } from "./notifications";
import { rulesList } from "./rulesList";
import { search } from "./search";
import { start } from "./start";

/** The texts of the login, the frame and the first page: part of what is loaded first. */
export const first = {
  ...account,
  ...automation,
  ...common,
  ...navigation,
  ...notifications,
  ...rulesList,
  ...search,
  ...start,
} as const;
