import { Hono } from "hono";
import type { App } from "../app-env.ts";
import { readCommunity } from "../db/community.ts";

export const community = new Hono<App>();

community.get("/", async (c) => c.json({ community: await readCommunity(c.var.db) }));
