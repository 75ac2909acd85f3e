import { parse } from "valibot";
import { ClientFrame, type Message, type Person, type Room, type WelcomeFrame } from "../../../worker/protocol.ts";
import { ReadMarks } from "../../../worker/room/read-marks.ts";
import { alice, message, room, welcome } from "./room-log.ts";
import type { ScriptedSocket } from "./scripted-sockets.ts";

/** A socket as the server has it: what is on its way down to the device, and how far it has listened to what comes up. */
export interface Wire {
  socket: ScriptedSocket;
  kind: "room" | "inbox";
  /** Each with when it was sent, counted over all wires, and how often the mark had gone back by then. */
  down: { frame: object; at: number; backs: number }[];
  heard: number;
  rev: number;
}

/** `put`: somebody marked messages as unread from one on that had been unread, too. */
type Move = "forwards" | "back" | "put";

/** What the server knows of a room that Alice reads on several devices; its marks are the room's own. */
export function createReadingRoom(roomId: string, tellsReads: boolean) {
  const messages: Message[] = [];
  const marks = new ReadMarks(
    async () => undefined,
    () => undefined,
  );
  marks.learn(alice.id, 0);
  const wires = new Set<Wire>();
  let rev = 0;
  let sent = 0;
  let backs = 0;
  let last: Move = "forwards";

  const readSeq = () => marks.of(alice.id, 0);
  const roomNow = (): Room => ({
    ...room(messages.length),
    id: roomId,
    kind: tellsReads ? "direct" : "global",
    lastMessage: messages.at(-1),
    readSeq: readSeq(),
    unread: messages.length - readSeq(),
  });

  function send(wire: Wire, frame: object): void {
    wire.down.push({ frame, at: ++sent, backs });
  }

  function tell(kind: Wire["kind"], frame: (wire: Wire) => object): void {
    for (const wire of wires) if (wire.kind === kind) send(wire, frame(wire));
  }

  function change(changed: Message): void {
    messages[changed.seq - 1] = changed;
    tell("room", (wire) => {
      const prev = wire.rev;
      wire.rev = changed.rev;
      return { type: "messages", messages: [changed], prev, rev: changed.rev };
    });
  }

  function say(from: Person, id?: string): void {
    const seq = messages.length + 1;
    const said = { ...message(seq, from), room: roomId, rev: ++rev };
    if (from.id === alice.id) {
      marks.wrote(alice.id, seq);
      last = "forwards";
    }
    change({ ...said, id: id ?? said.id });
    tell("inbox", () => ({ type: "room", room: roomNow() }));
  }

  function read(seq: number, back: boolean): void {
    const to = Math.min(seq, messages.length);
    const before = readSeq();
    if (!marks.move(alice.id, to, back)) return;
    last = !back ? "forwards" : to < before ? "back" : "put";
    if (last === "back") backs++;
    if (tellsReads) tell("room", () => ({ type: "read", userId: alice.id, seq: to }));
    tell("inbox", () => ({ type: "room", room: roomNow() }));
  }

  return {
    say,
    read,
    readSeq,
    roomNow,
    get lastSeq() {
      return messages.length;
    },
    /** How often the mark went back so far. */
    get backs() {
      return backs;
    },
    get lastMove() {
      return last;
    },
    /** Edits, deletes or gets a reaction. */
    touch(seq: number, how: Partial<Message>): void {
      const old = messages[seq - 1];
      if (old !== undefined) change({ ...old, ...how, rev: ++rev });
    },
    accept(socket: ScriptedSocket): Wire {
      const { pathname, searchParams } = new URL(socket.url);
      const kind = pathname === "/ws/inbox" ? "inbox" : "room";
      const wire: Wire = { socket, kind, down: [], heard: 0, rev };
      wires.add(wire);
      if (kind === "inbox") send(wire, { type: "welcome", rooms: [roomNow()] });
      else send(wire, welcomeSince(searchParams.get("since")));
      return wire;
    },
    /** The connection breaks: nothing that is on its way arrives, up or down. */
    drop(wire: Wire): void {
      wires.delete(wire);
      wire.socket.close(1006);
    },
    /** Takes the next frame of the device; answers whether there was one. */
    listen(wire: Wire): boolean {
      const frame = wire.socket.sent()[wire.heard];
      if (frame === undefined) return false;
      wire.heard++;
      const said = parse(ClientFrame, frame);
      if (said.type === "read") read(said.seq, said.back === true);
      if (said.type === "send") say(alice, said.id);
      return true;
    },
  };

  function welcomeSince(since: string | null): WelcomeFrame {
    const missed = since === null ? messages : messages.filter((each) => each.rev > Number(since));
    return {
      ...welcome([...missed]),
      room: roomNow(),
      seq: messages.length,
      rev,
      reset: since === null,
      ...(tellsReads ? { reads: { [alice.id]: readSeq() } } : {}),
    };
  }
}
