import * as v from "valibot";
import type { Message } from "../../../worker/protocol.ts";

interface Line {
  from: string;
  body: string;
  isEdited: boolean;
  isDeleted: boolean;
  /** By emoji, in the order of reacting. */
  reactions: [string, string[]][];
}

/** What the record holds of a message. */
const Row = v.object({
  author_id: v.string(),
  body: v.string(),
  edited_at: v.nullable(v.number()),
  deleted_at: v.nullable(v.number()),
  reactions: v.nullable(v.pipe(v.string(), v.transform(JSON.parse), v.record(v.string(), v.array(v.string())))),
});

/** What a room must hold after what was done to it, worked out without it. */
export class Expected {
  /** In the order of their seq. */
  readonly messages: Line[] = [];
  rev = 0;

  static seen({ from, body, editedAt, deletedAt, reactions = {} }: Message): Line {
    return {
      from: from.id,
      body,
      isEdited: editedAt !== undefined,
      isDeleted: deletedAt !== undefined,
      reactions: Object.entries(reactions),
    };
  }

  static recorded(row: unknown): Line {
    const { author_id: from, body, edited_at, deleted_at, reactions } = v.parse(Row, row);
    const isEdited = edited_at !== null;
    return { from, body, isEdited, isDeleted: deleted_at !== null, reactions: Object.entries(reactions ?? {}) };
  }

  say(from: string, body: string): void {
    this.messages.push({ from, body, isEdited: false, isDeleted: false, reactions: [] });
    this.rev++;
  }

  edit(by: string, seq: number, body: string) {
    const message = this.#at(seq);
    if (message.isDeleted || message.from !== by) return "error";
    if (message.body === body) return "known";
    return this.#change(message, { body, isEdited: true });
  }

  delete(by: string, seq: number) {
    const message = this.#at(seq);
    if (message.from !== by) return "error";
    if (message.isDeleted) return "known";
    return this.#change(message, { body: "", isDeleted: true, reactions: [] });
  }

  react(by: string, seq: number, emoji: string, on: boolean) {
    const message = this.#at(seq);
    if (message.isDeleted) return "error";
    const known = message.reactions.find(([kind]) => kind === emoji)?.[1] ?? [];
    if (known.includes(by) === on) return "known";
    const people = on ? [...known, by] : known.filter((other) => other !== by);
    const isThere = message.reactions.some(([kind]) => kind === emoji);
    const reactions = isThere
      ? message.reactions.map(([kind, others]): [string, string[]] => [kind, kind === emoji ? people : others])
      : [...message.reactions, [emoji, people] satisfies [string, string[]]];
    return this.#change(message, { reactions: reactions.filter(([, others]) => others.length > 0) });
  }

  #change(message: Line, change: Partial<Line>) {
    Object.assign(message, change);
    this.rev++;
    return "messages" as const;
  }

  #at(seq: number): Line {
    const message = this.messages[seq - 1];
    if (!message) throw new Error(`there is no message ${seq} to expect anything of`);
    return message;
  }
}
