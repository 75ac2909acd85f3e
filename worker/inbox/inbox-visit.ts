/** What the Worker tells an inbox about who opens it; also all that is known of the socket after the object slept. */
import * as v from "valibot";

const VISIT_HEADER = "x-confab-inbox-visit";

export const InboxAttachment = v.object({
  userId: v.string(),
  sessionId: v.string(),
  ticket: v.optional(v.object({ id: v.string(), expiresAt: v.number() })),
  /** Times of the last minute, in ms. */
  badFrames: v.optional(v.array(v.number())),
});
export type InboxAttachment = v.InferOutput<typeof InboxAttachment>;

export function inboxVisitRequest(visit: InboxAttachment): Request {
  return new Request("https://inbox/", { headers: { upgrade: "websocket", [VISIT_HEADER]: JSON.stringify(visit) } });
}

export function parseInboxVisit(request: Request): InboxAttachment {
  return v.parse(InboxAttachment, JSON.parse(request.headers.get(VISIT_HEADER) ?? ""));
}
