/** Bodies of requests. */
import * as v from "valibot";
import * as LIMITS from "./limits.ts";
import { RestrictionsInput } from "./moderation.ts";
import { MemberRole, Notify, Settings, SettingsPatch } from "./things.ts";
import { ClientId, Cursor, Seq } from "./values.ts";
import { Bio, Body, DisplayName, Password, RoomName, Topic, Username } from "./written.ts";

const SessionKind = v.optional(v.picklist(["cookie", "token"]));
export const RegisterInput = v.object({
  username: Username,
  password: Password,
  displayName: v.optional(DisplayName),
  /** Where nobody signs up without one. */
  invite: v.optional(v.pipe(v.string(), v.maxLength(64))),
  session: SessionKind,
});
export const LoginInput = v.object({
  // Not `Username` and `Password`: whatever cannot be an account must look like a wrong password, not like bad input.
  username: v.pipe(v.string(), v.maxLength(1024)),
  password: v.pipe(v.string(), v.maxLength(1024)),
  session: SessionKind,
});
export const PasswordInput = v.object({
  // Whatever it is, it fits or it does not.
  currentPassword: v.pipe(v.string(), v.maxLength(1024)),
  newPassword: Password,
});
export const ResetInput = v.object({ token: v.pipe(v.string(), v.maxLength(256)), newPassword: Password });
export const DeleteMeInput = v.object({ password: PasswordInput.entries.currentPassword });
export const MeInput = v.object({
  displayName: v.optional(DisplayName),
  bio: v.optional(Bio),
  settings: v.optional(Settings),
  settingsPatch: v.optional(SettingsPatch),
});
/** `id` is the client's own, so that making the same group again is safe. */
export const GroupInput = v.object({
  kind: v.literal("group"),
  id: v.optional(ClientId),
  name: RoomName,
  topic: v.optional(Topic),
  public: v.optional(v.boolean()),
  memberIds: v.pipe(
    v.array(v.string()),
    v.maxLength(LIMITS.membersPerRequest, "holds too many people for one request"),
  ),
});
export type GroupInput = v.InferOutput<typeof GroupInput>;
export const RoomInput = v.variant("kind", [v.object({ kind: v.literal("direct"), userId: v.string() }), GroupInput]);
export const RoomPatch = v.object({
  name: v.optional(RoomName),
  topic: v.optional(Topic),
  public: v.optional(v.boolean()),
  ...RestrictionsInput.entries,
});
export type RoomPatch = v.InferOutput<typeof RoomPatch>;
export const MemberInput = v.object({ role: v.optional(MemberRole) });
export const RoomSettingsInput = v.object({ muted: v.optional(v.boolean()), notify: v.optional(Notify) });
export type RoomSettingsInput = v.InferOutput<typeof RoomSettingsInput>;
export const InviteInput = v.object({
  /** A minute to a year from now. */
  expiresInMs: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(60_000), v.maxValue(366 * 24 * 3_600_000))),
  uses: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(10_000))),
});
export type InviteInput = v.InferOutput<typeof InviteInput>;
export const SendInput = v.object({ id: ClientId, body: Body, replyTo: v.optional(Seq) });
export type SendInput = v.InferOutput<typeof SendInput>;
export const EditInput = v.object({ body: Body });
export const ReadInput = v.object({ seq: Cursor, back: v.optional(v.boolean()) });
