export * from "./tree";
export type * from "./types";
