import * as v from "valibot";
import { type Session, SessionsAnswer } from "../../worker/protocol.ts";
import type { Http } from "./http.ts";

// Its own, as in groups-api.ts.
const Nothing = v.undefined();

/** The calls about one's own account, apart from `Api` because reading and writing need none of them. All reject with `ApiError`. */
export interface AccountApi {
  /** Ends all other sessions. `forbidden` where `currentPassword` is not it. */
  changePassword(currentPassword: string, newPassword: string): Promise<void>;
  /** The one used last first. */
  sessions(): Promise<Session[]>;
  /** `not_found` where it has ended already. */
  endSession(id: string): Promise<void>;
  /** All but this one. */
  endOtherSessions(): Promise<void>;
  /** For good. `forbidden` for a wrong password. */
  deleteAccount(password: string): Promise<void>;
}

export function createAccountApi(http: Http): AccountApi {
  return {
    changePassword: (currentPassword, newPassword) =>
      http("/api/auth/password", Nothing, { method: "POST", body: { currentPassword, newPassword } }),
    sessions: async () => (await http("/api/auth/sessions", SessionsAnswer)).sessions,
    endSession: (id) => http(`/api/auth/sessions/${encodeURIComponent(id)}`, Nothing, { method: "DELETE" }),
    endOtherSessions: () => http("/api/auth/sessions", Nothing, { method: "DELETE" }),
    deleteAccount: (password) => http("/api/me", Nothing, { method: "DELETE", body: { password } }),
  };
}
