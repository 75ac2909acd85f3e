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
  await end(c, user.id, others, true);
  return c.body(null, 204);
});

sessions.delete("/sessions/:id", async (c) => {
  const { user, sessionId } = await requireUser(c);
  const rows = await listSessions(c.var.db, user.id, Date.now());
  const id = param(c, "id");
  // Among one's own: of somebody else's session nobody learns even that it is there.
  if (!rows.some((row) => row.id === id)) throw notFound();
  await end(c, user.id, [id], true);
  if (id === sessionId && credentialOf(c)?.kind === "cookie") clearSessionCookie(c);
  return c.body(null, 204);
});

/** @param isNoted logging out is nobody's concern; ending a session elsewhere may be */
async function end(c: AppContext, userId: string, sessionIds: string[], isNoted = false): Promise<void> {
  await toTheEnd(c, async () => {
    const count = sessionIds.length;
    // Before: what is not ended now is ended later.
    if (isNoted && count > 0) {
      await auditEntry(c.var.db, { at: Date.now(), action: "sessions_ended", actorId: userId, detail: { count } });
    }
    valueIn(await c.env.INBOX.getByName(userId).endSessions(sessionIds));
  });
}
