import * as v from "valibot";
import { type Community, CommunityAnswer } from "../../worker/protocol.ts";
import type { Http } from "./http.ts";

/** What anybody may know of the community before they are in it. Both calls reject with `ApiError`. */
export async function communityOf(http: Http): Promise<Community> {
  return (await http("/api/community", CommunityAnswer)).community;
}

/** Sets another password for whoever the token was made for, and ends their sessions. `forbidden` for a token that does not hold any more. */
export function resetPassword(http: Http, token: string, newPassword: string): Promise<void> {
  return http("/api/auth/reset", v.undefined(), { method: "POST", body: { token, newPassword } });
}
