import { Hono } from "hono";
import * as v from "valibot";
import type { App } from "../app-env.ts";
import { requireUser } from "../auth/caller.ts";
import { allow } from "../auth/rate.ts";
import { foldName } from "../db/name-words.ts";
import { findPeople, findUser, personOf, searchPeople } from "../db/users.ts";
import { notFound } from "../errors.ts";
import { LIMITS } from "../protocol.ts";
import { Limit, param, readQuery, SearchText } from "./input.ts";

export const users = new Hono<App>();

const Ids = v.pipe(
  v.string(),
  v.transform((ids) => [...new Set(ids.split(",").filter(Boolean))]),
  v.minLength(1, "must name somebody"),
  v.maxLength(LIMITS.idsPerLookup, `must be at most ${LIMITS.idsPerLookup} ids`),
);

export const IdsQuery = v.object({ ids: Ids });
export const PeopleQuery = v.object({ q: SearchText, limit: Limit });

users.get("/", async (c) => {
  const isLookup = c.req.query("ids") !== undefined;
  const { user } = await requireUser(c, isLookup ? undefined : "searches");
  if (isLookup) {
    const { ids } = readQuery(c, IdsQuery);
    return c.json({ users: await findPeople(c.var.db, ids) });
  }
  await allow(c, "searches", user.id);
  const { q, limit } = readQuery(c, PeopleQuery);
  const prefix = foldName(q);
  // An accent alone is folded away, and everybody's name starts with nothing.
  return c.json({ users: prefix === "" ? [] : await searchPeople(c.var.db, prefix, limit) });
});

users.get("/:id", async (c) => {
  await requireUser(c);
  const user = await findUser(c.var.db, param(c, "id"));
  if (!user) throw notFound();
  return c.json({ user: { ...personOf(user), createdAt: user.createdAt, bio: user.bio } });
});
