import { Hono } from "hono";
import * as v from "valibot";
import type { App, AppContext } from "../app-env.ts";
import { mayModerate } from "../auth/access.ts";
import { requireMember } from "../auth/caller.ts";
import { allow } from "../auth/rate.ts";
import { rememberWhoLearns } from "../auth/standing-change.ts";
import { findMessages, findPins, findVersions } from "../db/messages.ts";
import { messageOf } from "../db/stored-message.ts";
import { personOf } from "../db/users.ts";
import { notFound, ProtocolError, valueIn } from "../errors.ts";
import { EditInput, Emoji, type HistoryPage, LIMITS, SendInput } from "../protocol.ts";
import type { Change } from "../room/change.ts";
import type { Stored } from "../room/conversation.ts";
import { type HistoryQuery, readHistory } from "../room/history.ts";
import { Limit, param, readJson, readQuery, SeqParameter } from "./input.ts";

export const messages = new Hono<App>();

export const PageQuery = v.object({ before: SeqParameter, after: SeqParameter, around: SeqParameter, limit: Limit });

messages.get("/:room/messages", async (c) => {
  const { user, room } = await requireMember(c, param(c, "room"), "history");
  const query = readQuery(c, PageQuery);
  const given = [query.before, query.after, query.around].filter((seq) => seq !== undefined);
  if (given.length > 1) throw new ProtocolError("bad_request", "Ask for one of before, after and around.");
  const [page] = await Promise.all([readPage(c, user.id, room.id, query), allow(c, "history", user.id)]);
  return c.json(page);
});

messages.post("/:room/messages", async (c) => {
  const { user, standing, room } = await requireMember(c, param(c, "room"));
  const input = await readJson(c, SendInput);
  const author = { user: personOf(user), mayModerate: mayModerate(room, user) };
  const isRemembered = await rememberWhoLearns(c, user.id, standing, room.id);
  const { isNew, isFirst, message } = valueIn(await c.env.ROOM.getByName(room.id).post(author, standing, input));
  // So that a new name reaches this room, too, though no socket was ever opened to it.
  if (isFirst && !isRemembered) c.executionCtx.waitUntil(c.env.INBOX.getByName(user.id).remember(room.id));
  return c.json({ message }, isNew ? 201 : 200);
});

messages.patch("/:room/messages/:seq", async (c) => {
  const { message } = await change(c, async (seq) => ({ type: "edit", seq, ...(await readJson(c, EditInput)) }));
  return c.json({ message });
});

messages.delete("/:room/messages/:seq", async (c) => {
  await change(c, (seq) => ({ type: "delete", seq }));
  return c.body(null, 204);
});

messages.put("/:room/messages/:seq/reactions/:emoji", async (c) => {
  await change(c, (seq) => ({ type: "react", seq, emoji: emojiParameter(c), on: true }));
  return c.body(null, 204);
});

messages.delete("/:room/messages/:seq/reactions/:emoji", async (c) => {
  await change(c, (seq) => ({ type: "react", seq, emoji: emojiParameter(c), on: false }));
  return c.body(null, 204);
});

messages.put("/:room/messages/:seq/pin", async (c) => {
  await change(c, (seq) => ({ type: "pin", seq, on: true }));
  return c.body(null, 204);
});

messages.delete("/:room/messages/:seq/pin", async (c) => {
  await change(c, (seq) => ({ type: "pin", seq, on: false }));
  return c.body(null, 204);
});

messages.get("/:room/pins", async (c) => {
  const { user, room } = await requireMember(c, param(c, "room"), "history");
  await allow(c, "history", user.id);
  const recorded = await findPins(c.var.db, room.id, LIMITS.pinsPerPage);
  const known = new Map(recorded.map((pin) => [pin.stored.seq, messageOf(room.id, pin)]));
  // The room knows of what changed lately, and of what the record does not have yet.
  const here = valueIn(await c.env.ROOM.getByName(room.id).pins(user.id, [...known.keys()]));
  for (const message of here) known.set(message.seq, message);
  const pinned = [...known.values()].filter(({ pinnedAt }) => pinnedAt !== undefined);
  pinned.sort((one, other) => (other.pinnedAt ?? 0) - (one.pinnedAt ?? 0));
  return c.json({ messages: pinned.slice(0, LIMITS.pinsPerPage) });
});

messages.get("/:room/messages/:seq/versions", async (c) => {
  const { user, room } = await requireMember(c, param(c, "room"), "history");
  await allow(c, "history", user.id);
  const seq = seqParameter(c);
  // The room first: what it lets go of meanwhile is in the record by then.
  const here = valueIn(await c.env.ROOM.getByName(room.id).versions(user.id, seq));
  // Deleted, it has no past, though the record may not have heard of it.
  if (here === "deleted") return c.json({ versions: [] });
  const recorded = await findVersions(c.var.db, room.id, seq);
  const byRev = new Map([...recorded, ...here].map((version) => [version.rev, version]));
  const versions = [...byRev.values()].sort((one, other) => one.rev - other.rev);
  return c.json({ versions: versions.map(({ body, at }) => ({ body, at })) });
});

/** @param wanted what is to happen to the message that the address names; asked when it is clear that the caller may be here */
async function change(c: AppContext, wanted: (seq: number) => Change | Promise<Change>): Promise<Stored> {
  const { user, standing, room } = await requireMember(c, param(c, "room"));
  const actor = { userId: user.id, mayModerate: mayModerate(room, user) };
  await rememberWhoLearns(c, user.id, standing, room.id);
  return valueIn(await c.env.ROOM.getByName(room.id).change(actor, standing, await wanted(seqParameter(c))));
}

/** An address that can be no message's is one of nothing. */
function seqParameter(c: AppContext): number {
  const text = param(c, "seq");
  if (!/^[1-9]\d{0,14}$/.test(text)) throw notFound();
  return Number(text);
}

function emojiParameter(c: AppContext): string {
  const parsed = v.safeParse(Emoji, param(c, "emoji"));
  if (!parsed.success) throw new ProtocolError("bad_request", `emoji: ${parsed.issues[0].message}`);
  return parsed.output;
}

/** A page of a room that `userId` may read, from the room and from the record. */
export function readPage(c: AppContext, userId: string, roomId: string, query: HistoryQuery): Promise<HistoryPage> {
  return readHistory(query, {
    room: async (asked) => valueIn(await c.env.ROOM.getByName(roomId).history(userId, asked)),
    recorded: async (range) => {
      const found = await findMessages(c.var.db, roomId, range);
      return found.map((message) => messageOf(roomId, message));
    },
  });
}
