import { asApiError } from "../client/api-error.ts";
import { t, tError } from "../i18n/translate.ts";

/** What is wrong, as it is said at the moment: somebody may choose another language meanwhile. */
type Said = () => string;
/** By the field that it is about. */
export type Faults = { username?: Said; password?: Said; displayName?: Said; invite?: Said; form?: Said };

/** What a refusal says about the form. @param invite as it was written */
export function faultsOf(thrown: unknown, mode: "logIn" | "signUp", { invite }: { invite: string }): Faults {
  const error = asApiError(thrown);
  if (error.code === "forbidden") {
    if (mode === "logIn") return { form: () => t("door.banned") };
    return { invite: () => t(invite.trim() === "" ? "door.error.noInvite" : "door.error.invite") };
  }
  if (error.code === "conflict") return { username: () => t("auth.error.conflict") };
  if (error.code === "unauthenticated") return { form: () => t("auth.error.unauthenticated") };
  const faults: Faults = {};
  for (const { path } of error.errors) {
    if (path === "username" || path === "password" || path === "displayName")
      faults[path] = () => t(`auth.error.${path}`);
  }
  return Object.keys(faults).length > 0 ? faults : { form: () => tError(error.code) };
}
