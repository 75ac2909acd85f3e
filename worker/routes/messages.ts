import { Hono } from "hono";
import * as v from "valibot";
import type { App } from "../app-env.ts";
import { accessRoom } from "../auth/access.ts";
import { requireUser } from "../auth/caller.ts";
import { allowPerMinute } from "../auth/rate.ts";
import { findMessages } from "../db/messages.ts";
import { personOf } from "../db/users.ts";
import { limitsOf } from "../env.ts";
import { ProtocolError, valueIn } from "../errors.ts";
import { SendInput } from "../protocol.ts";
import { readHistory } from "../room/history.ts";
import { Limit, param, readJson, readQuery, SeqParameter } from "./input.ts";

export const messages = new Hono<App>();

export const PageQuery = v.object({ before: SeqParameter, after: SeqParameter, around: SeqParameter, limit: Limit });

messages.get("/:room/messages", async (c) => {
  const { user } = await requireUser(c);
  allowPerMinute("history", user.id, limitsOf(c.env).HISTORY_PER_MINUTE);
  const query = readQuery(c, PageQuery);
  const given = [query.before, query.after, query.around].filter((seq) => seq !== undefined);
  if (given.length > 1) throw new ProtocolError("bad_request", "Ask for one of before, after and around.");
  const { room } = await accessRoom(c.var.db, user.id, param(c, "room"));
  const page = await readHistory(query, {
    recorded: ({ from, to }) => findMessages(c.var.db, room.id, { from, to, limit: to - from + 1, nearest: "from" }),
    room: (asked) => c.env.ROOM.getByName(room.id).history(asked),
  });
  return c.json(page);
});

messages.post("/:room/messages", async (c) => {
  const { user } = await requireUser(c);
  const { room } = await accessRoom(c.var.db, user.id, param(c, "room"));
  const input = await readJson(c, SendInput);
  const { isNew, isFirst, message } = valueIn(await c.env.ROOM.getByName(room.id).post(personOf(user), input));
  // So that a new name reaches this room, too, though no socket was ever opened to it.
  if (isFirst) c.executionCtx.waitUntil(c.env.INBOX.getByName(user.id).remember(room.id));
  return c.json({ message }, isNew ? 201 : 200);
});
