import { Hono } from "hono";
import { type App, type AppContext, toTheEnd } from "../app-env.ts";
import { clearSessionCookie, credentialOf, requireUser } from "../auth/caller.ts";
import { auditEntry } from "../db/audit.ts";
import { listSessions } from "../db/sessions.ts";
import { notFound, valueIn } from "../errors.ts";
import type { Session } from "../protocol.ts";
import { param } from "./input.ts";

export const sessions = new Hono<App>();

sessions.post("/logout", async (c) => {
  const { user, sessionId } = await requireUser(c);
  await end(c, user.id, [sessionId]);
  if (credentialOf(c)?.kind === "cookie") clearSessionCookie(c);
  return c.body(null, 204);
});

sessions.get("/sessions", async (c) => {
  const { user, sessionId } = await requireUser(c);
  const rows = await listSessions(c.var.db, user.id, Date.now());
  const listed: Session[] = rows.map(({ id, createdAt, lastSeenAt, userAgent }) => ({
    id,
    current: id === sessionId,
    createdAt,
    lastSeenAt,
    userAgent,
  }));
  return c.json({ sessions: listed });
});

sessions.delete("/sessions", async (c) => {
  const { user, sessionId } = await requireUser(c);
  const rows = await listSessions(c.var.db, user.id, 0);
  const others = rows.map(({ id }) => id).filter((id) => id !== sessionId);
  await end(c, user.id, others);
  await note(c, user.id, others.length);
  return c.body(null, 204);
});

sessions.delete("/sessions/:id", async (c) => {
  const { user, sessionId } = await requireUser(c);
  const rows = await listSessions(c.var.db, user.id, Date.now());
  const id = param(c, "id");
  // Among one's own: of somebody else's session nobody learns even that it is there.
  if (!rows.some((row) => row.id === id)) throw notFound();
  await end(c, user.id, [id]);
  await note(c, user.id, 1);
  if (id === sessionId && credentialOf(c)?.kind === "cookie") clearSessionCookie(c);
  return c.body(null, 204);
});

/** Logging out is nobody's concern; ending a session elsewhere may be. */
async function note(c: AppContext, actorId: string, count: number): Promise<void> {
  if (count > 0) await auditEntry(c.var.db, { at: Date.now(), action: "sessions_ended", actorId, detail: { count } });
}

async function end(c: AppContext, userId: string, sessionIds: string[]): Promise<void> {
  await toTheEnd(c, async () => valueIn(await c.env.INBOX.getByName(userId).endSessions(sessionIds)));
}
