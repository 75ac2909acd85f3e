import { Hono } from "hono";
import * as v from "valibot";
import { type App, type AppContext, toTheEnd } from "../app-env.ts";
import { clearSessionCookie, credentialOf, requireNoTimeout, requireUser } from "../auth/caller.ts";
import { recallNetworks, requirePassword } from "../auth/gates.ts";
import { allow } from "../auth/rate.ts";
import {
  findUser,
  meOf,
  type ProfileChange,
  personOf,
  privacyOf,
  settingsOf,
  type UserRow,
  updateUser,
} from "../db/users.ts";
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
  if (settings !== undefined && settingsPatch !== undefined)
    throw wrongField("settingsPatch", "not together with settings");
  // How somebody sees their own page is their own business; what others see of them is not, for now.
  if (input.displayName !== undefined || input.bio !== undefined) requireNoTimeout(caller);
  const changeOf = (row: UserRow): ProfileChange => {
    const wanted = settingsPatch === undefined ? settings : patchedSettings(row, settingsPatch);
    return wanted === undefined ? input : { ...input, settings: JSON.stringify(wanted) };
  };
  const after = { ...user, ...changeOf(user) };
  if (JSON.stringify(after) === JSON.stringify(user)) return c.json({ user: meOf(user) });
  if (after.displayName !== user.displayName || isOtherPrivacy(user, after)) await allow(c, "profiles", user.id);
  const updated = await withPrivacy(c, user, after, () => updateUser(c.var.db, user, changeOf));
  if (updated.displayName !== user.displayName) {
    // Rooms keep the names of those who wrote in them beside the last messages.
    await c.env.INBOX.getByName(user.id).rename(personOf(updated));
  }
  return c.json({ user: meOf(updated) });
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

/**
 * What others are not to be told any more is not told from the answer on. So the rooms hear of it first, and where one cannot be reached
 * nothing is changed; and once more after, for sockets that were let in meanwhile by what the record said before, until they have heard
 * what it says now: another device may change it, too.
 */
async function withPrivacy(
  c: AppContext,
  before: UserRow,
  after: UserRow,
  change: () => Promise<UserRow>,
): Promise<UserRow> {
  if (!isOtherPrivacy(before, after)) return change();
  const inbox = c.env.INBOX.getByName(before.id);
  if (!(await inbox.setPrivacy(before.id, privacyOf(after)))) {
    throw new ProtocolError("unavailable", "Not every room could be told. Try again.");
  }
  const done = await change();
  let told: UserRow;
  let now: UserRow | undefined = done;
  do {
    told = now;
    await inbox.setPrivacy(before.id, privacyOf(told));
    now = await findUser(c.var.db, before.id);
  } while (now !== undefined && isOtherPrivacy(told, now));
  return done;
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
