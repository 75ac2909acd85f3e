import { CLOSE, type ClientFrame, type ErrorFrame, type Message } from "../../worker/protocol.ts";
import { ApiError, asApiError } from "./api-error.ts";
import { type Change, isDone } from "./change.ts";
import type { ChangeCarrier } from "./changes.ts";
import type { Carrier } from "./outbox.ts";
import type { RoomSocket } from "./room-socket.ts";

// The server answers each of these frames; where it does not, the connection is not what it seems.
const ANSWER_WITHIN_MS = 20_000;

/** Carries messages and changes over a room's socket: the answer is the message itself, coming back. */
export interface RoomCarrier {
  carry: Carrier;
  carryChange: ChangeCarrier;
  /** A message came, over whichever frame; `ref` is that of a `known`. */
  arrived(message: Message, ref?: string): void;
  /** A frame was refused. */
  refused(frame: ErrorFrame): void;
  /** The socket is gone: whether what was on its way arrived is unknown. */
  lost(): void;
}

interface Waiting {
  isAnswer(message: Message): boolean;
  resolve(message: Message): void;
  reject(error: ApiError): void;
}

/** Where the socket is not there, or goes away before the answer, `instead` and `changeInstead` go over HTTP. */
export function createRoomCarrier(
  userId: string,
  socket: () => Pick<RoomSocket, "send">,
  instead: Carrier,
  changeInstead: ChangeCarrier = () => Promise.reject(lostError()),
): RoomCarrier {
  const waiting = new Map<string, Waiting>();

  /** `undefined` where the frame did not leave. */
  function ask(frame: ClientFrame & { ref: string }, isAnswer: Waiting["isAnswer"]): Promise<Message> | undefined {
    if (!socket().send(frame)) return undefined;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => waiting.get(frame.ref)?.reject(lostError()), ANSWER_WITHIN_MS);
      const settled = () => {
        clearTimeout(timer);
        waiting.delete(frame.ref);
      };
      waiting.set(frame.ref, {
        isAnswer,
        resolve: (message) => {
          settled();
          resolve(message);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      });
    });
  }

  return {
    carry: (entry) => {
      const { id, body, replyTo } = entry;
      const isMine = (message: Message) => message.id === id && message.from.id === userId;
      return ask({ type: "send", id, body, replyTo, ref: id }, isMine) ?? instead(entry);
    },
    carryChange: async (pending) => {
      const { ref, change } = pending;
      const answer = ask({ ...frameOf(change), ref }, (message) => isDone(change, message, userId));
      if (answer === undefined) return changeInstead(pending);
      try {
        return await answer;
      } catch (thrown) {
        // It may have happened or not; doing it again is the same.
        if (asApiError(thrown).code === "unreachable") return await changeInstead(pending);
        throw thrown;
      }
    },
    arrived: (message, ref) => {
      for (const [key, each] of [...waiting]) if (key === ref || each.isAnswer(message)) each.resolve(message);
    },
    refused: ({ ref, id, code, detail, retryAfterMs }) => {
      waiting.get(ref ?? id ?? "")?.reject(new ApiError(code, detail, { retryAfterMs }));
    },
    lost: () => {
      for (const each of [...waiting.values()]) each.reject(lostError());
    },
  };
}

function frameOf(change: Change): Extract<ClientFrame, { type: "edit" | "delete" | "react" | "pin" }> {
  switch (change.kind) {
    case "edit":
      return { type: "edit", seq: change.seq, body: change.body };
    case "delete":
      return { type: "delete", seq: change.seq };
    case "pin":
      return { type: "pin", seq: change.seq, on: change.on };
    case "react":
      return { type: "react", seq: change.seq, emoji: change.emoji, on: change.on };
  }
}

function lostError(): ApiError {
  return new ApiError("unreachable", "the socket closed before the answer");
}

/** Why a room's socket ended for good, in the words of the HTTP interface. */
export function endedBecause(code: number | undefined): "not_found" | "forbidden" | "unauthenticated" | undefined {
  switch (code) {
    case CLOSE.notFound:
      return "not_found";
    case CLOSE.forbidden:
      return "forbidden";
    case CLOSE.notSignedIn:
    case CLOSE.sessionEnded:
      return "unauthenticated";
    default:
      return undefined;
  }
}

/** The server will not have this person in the room, or not any more. */
export function isShutBy(code: number | undefined): boolean {
  return code === CLOSE.forbidden || code === CLOSE.notFound;
}
