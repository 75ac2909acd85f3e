import * as v from "valibot";
import type { ReportInput } from "../../worker/protocol.ts";
import type { Http } from "./http.ts";

/**
 * Tells moderators of a person, or of a message of a room that the caller is in; again changes nothing. Rejects with `ApiError`:
 * `not_found` where the message is gone, `rate_limited` for too many.
 */
export function report(http: Http, input: ReportInput): Promise<void> {
  return http("/api/reports", v.undefined(), { method: "POST", body: input });
}

/** Blocks somebody, or does so no more. Rejects with `ApiError`: `conflict` for one too many. */
export function setBlock(http: Http, userId: string, on: boolean): Promise<void> {
  return http(`/api/blocks/${encodeURIComponent(userId)}`, v.undefined(), { method: on ? "PUT" : "DELETE" });
}
