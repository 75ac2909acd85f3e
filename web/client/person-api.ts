import { type User, UserAnswer } from "../../worker/protocol.ts";
import type { Http } from "./http.ts";

/** Somebody's profile. Rejects with `ApiError`: `not_found` for who is not here, or not any more. */
export async function findPerson(http: Http, userId: string, signal?: AbortSignal): Promise<User> {
  return (await http(`/api/users/${encodeURIComponent(userId)}`, UserAnswer, { signal })).user;
}
