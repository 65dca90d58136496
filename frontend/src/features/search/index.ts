export { GlobalSearch } from "./GlobalSearch";
export type { Place } from "./places";
