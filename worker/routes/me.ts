import { Hono } from "hono";
import * as v from "valibot";
import { type App, type AppContext, toTheEnd } from "../app-env.ts";
import { clearSessionCookie, credentialOf, requireNoTimeout, requireUser } from "../auth/caller.ts";
import { recallNetworks, requirePassword } from "../auth/gates.ts";
import { allow } from "../auth/rate.ts";
import { meOf, type ProfileChange, personOf, privacyOf, settingsOf, type UserRow, updateUser } from "../db/users.ts";
import { ProtocolError, valueIn, wrongField } from "../errors.ts";
import { mergePatch } from "../merge-patch.ts";
import { type ExportSources, exportPages } from "../own-data/export.ts";
import { streamLines } from "../own-data/stream.ts";
import { DeleteMeInput, MeInput, Settings } from "../protocol.ts";
import { readJson } from "./input.ts";
import { readPage } from "./messages.ts";

export const me = new Hono<App>();

me.get("/", async (c) => {
  const { user } = await requireUser(c);
  return c.json({ user: meOf(user) });
});

me.patch("/", async (c) => {
  const caller = await requireUser(c);
  const { user } = caller;
  const { settings, settingsPatch, ...input } = await readJson(c, MeInput);
  if (settings !== undefined && settingsPatch !== undefined) {
    throw wrongField("settingsPatch", "not together with settings");
  }
  // How somebody sees their own page is their own business; what others see of them is not, for now.
  if (input.displayName !== undefined || input.bio !== undefined) requireNoTimeout(caller);
  const changeOf = (row: UserRow): ProfileChange => {
    const wanted = settingsPatch === undefined ? settings : patchedSettings(row, settingsPatch);
    return wanted === undefined ? input : { ...input, settings: JSON.stringify(wanted) };
  };
  const after = { ...user, ...changeOf(user) };
  // Said again, it is told again: the first time not every room may have been reached.
  const namesPrivacy = "privacy" in (settings ?? settingsPatch ?? {});
  const isSame = JSON.stringify(after) === JSON.stringify(user);
  if (isSame && !namesPrivacy) return c.json({ user: meOf(user) });
  if (namesPrivacy || after.displayName !== user.displayName || isOtherPrivacy(user, after)) {
    await allow(c, "profiles", user.id);
  }
  return toTheEnd(c, async () => {
    const { was, now } = isSame ? { was: user, now: user } : await updateUser(c.var.db, user, changeOf);
    const inbox = c.env.INBOX.getByName(user.id);
    // Rooms keep the names of those who wrote in them beside the last messages.
    if (now.displayName !== was.displayName) await inbox.rename(personOf(now));
    // Before the answer: from then on nobody is told what is hidden.
    if ((namesPrivacy || isOtherPrivacy(was, now)) && !(await inbox.tellPrivacy(user.id))) {
      throw new ProtocolError("unavailable", "Not every room could be told. Try again.");
    }
    return c.json({ user: meOf(now) });
  });
});

me.delete("/", async (c) => {
  const { user } = await requireUser(c);
  const { password } = await readJson(c, DeleteMeInput);
  await requirePassword(c, user, password);
  const account = { userId: user.id, username: user.username };
  await toTheEnd(c, async () => valueIn(await c.env.INBOX.getByName(user.id).deleteAccount(account)));
  if (credentialOf(c)?.kind === "cookie") clearSessionCookie(c);
  return c.body(null, 204);
});

me.get("/export", async (c) => {
  const { user } = await requireUser(c, "exports");
  await allow(c, "exports", user.id);
  const pages = exportPages(user, sourcesOf(c, user), Date.now());
  return new Response(streamLines(pages), {
    headers: {
      "content-type": "application/x-ndjson",
      "content-disposition": `attachment; filename="confab-${user.username}.jsonl"`,
    },
  });
});

/** @throws `bad_request` where no settings come of it */
function patchedSettings(row: UserRow, patch: Record<string, unknown>): Record<string, unknown> {
  const merged = v.safeParse(Settings, mergePatch(settingsOf(row), patch));
  if (!merged.success) throw wrongField("settingsPatch", merged.issues[0].message);
  return merged.output;
}

function isOtherPrivacy(before: UserRow, after: UserRow): boolean {
  return JSON.stringify(privacyOf(after)) !== JSON.stringify(privacyOf(before));
}

function sourcesOf(c: AppContext, user: UserRow): ExportSources {
  return {
    db: c.var.db,
    networks: () => recallNetworks(c, user.username),
    knownRooms: (after, limit) => c.env.INBOX.getByName(user.id).knownRooms(after, limit),
    lastSeq: (roomId) => c.env.ROOM.getByName(roomId).lastSeq(),
    historyAfter: async (roomId, after, limit) => {
      try {
        return (await readPage(c, user.id, roomId, { after, limit })).messages;
      } catch (error) {
        // A group that they have left since: what they wrote there is in the record.
        if (error instanceof ProtocolError && error.code === "not_found") return [];
        throw error;
      }
    },
  };
}
