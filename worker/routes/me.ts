import { Hono } from "hono";
import type { App } from "../app-env.ts";
import { requireUser } from "../auth/caller.ts";
import { meOf, personOf, updateUser } from "../db/users.ts";
import { MeInput } from "../protocol.ts";
import { readJson } from "./input.ts";

export const me = new Hono<App>();

me.get("/", async (c) => {
  const { user } = await requireUser(c);
  return c.json({ user: meOf(user) });
});

me.patch("/", async (c) => {
  const { user } = await requireUser(c);
  const { settings, ...input } = await readJson(c, MeInput);
  const change = { ...input, ...(settings === undefined ? {} : { settings: JSON.stringify(settings) }) };
  if (Object.values(change).every((value) => value === undefined)) return c.json({ user: meOf(user) });
  const updated = await updateUser(c.var.db, user, change);
  if (updated.displayName !== user.displayName) {
    // Rooms keep the names of those who wrote in them beside the last messages.
    await c.env.INBOX.getByName(user.id).rename(personOf(updated));
  }
  return c.json({ user: meOf(updated) });
});
