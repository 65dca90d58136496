export { client, unwrap, unwrapPage, type Page } from "./client";
export { ApiError, asApiError } from "./errors";
export type * from "./types";
export { onSessionEnd } from "./session";
