export { AccountMenu } from "./AccountMenu";
export { RequireSession } from "./RequireSession";
export { meQuery, useMayManage, useMayRun, useMe } from "./session";
export { SitePicker } from "./SitePicker";
export { useCurrentSite } from "./siteStore";
