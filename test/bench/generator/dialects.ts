/** How each server wants to be spoken to: what is written on its sockets, and which of it is a message. */
import * as v from "valibot";

/** What one text of the server says. */
export type Said =
  | { kind: "ready" }
  | { kind: "messages"; messages: Told[]; rev: number }
  | { kind: "reply"; text: string }
  | { kind: "refused"; why: string }
  | { kind: "aside" };

export interface Told {
  body: string;
}

export interface Dialect {
  /** A text that sends a message; `id` is unique in the room and has 8 to 64 letters and digits. */
  send(id: string, body: string): string;
  /** Where clients acknowledge what they got, how, and how often (ms). */
  got?: { everyMs: number; text(rev: number): string };
  /** Where it is the client that shows it is there: with what, and how often (ms). */
  ping?: { everyMs: number; text: string };
  read(text: string): Said;
}

const Confab = v.looseObject({
  type: v.string(),
  rev: v.optional(v.number()),
  messages: v.optional(v.array(v.object({ body: v.string() }))),
});
const Plain = v.object({ type: v.string(), id: v.optional(v.number()), body: v.optional(v.string()) });
const Event = v.tuple([v.string(), v.object({ id: v.number(), body: v.string() })]);

const confab: Dialect = {
  send: (id, body) => JSON.stringify({ type: "send", id, body }),
  // As docs/PROTOCOL.md asks of clients while messages come.
  got: { everyMs: 2_000, text: (rev) => JSON.stringify({ type: "got", rev }) },
  ping: { everyMs: 20_000, text: "ping" },
  read(text) {
    if (text === "pong") return { kind: "aside" };
    const { type, rev = 0, messages = [] } = v.parse(Confab, JSON.parse(text));
    if (type === "welcome") return { kind: "ready" };
    if (type === "error") return { kind: "refused", why: text };
    if (type !== "messages") return { kind: "aside" };
    return { kind: "messages", rev, messages };
  },
};

/** JSON frames, `welcome` first and then one message each: the bare object and the Django chat. */
const plain: Dialect = {
  send: (_, body) => JSON.stringify({ type: "send", body }),
  read(text) {
    const { type, id = 0, body } = v.parse(Plain, JSON.parse(text));
    if (type === "welcome") return { kind: "ready" };
    if (type !== "message" || body === undefined) return { kind: "aside" };
    return { kind: "messages", rev: id, messages: [{ body }] };
  },
};

/** Engine.IO 4 over a WebSocket alone: a digit for its own packet, one for that of Socket.IO, then JSON. */
const socketio: Dialect = {
  send: (_, body) => `42${JSON.stringify(["send", { body }])}`,
  read(text) {
    if (text.startsWith("0")) return { kind: "reply", text: "40" };
    if (text.startsWith("40")) return { kind: "ready" };
    if (text === "2") return { kind: "reply", text: "3" };
    if (!text.startsWith("42")) return { kind: "aside" };
    const [name, { id, body }] = v.parse(Event, JSON.parse(text.slice(2)));
    return name === "message" ? { kind: "messages", rev: id, messages: [{ body }] } : { kind: "aside" };
  },
};

export const DIALECTS = { confab, plain, socketio } as const;
export type DialectName = keyof typeof DIALECTS;
