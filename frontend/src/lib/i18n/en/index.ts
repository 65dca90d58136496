import { account } from "./account";
import { automation } from "./automation";
import { common } from "./common";
import { content } from "./content";
import { planning } from "./planning";

export const en = { ...common, ...account, ...automation, ...content, ...planning } as const;
