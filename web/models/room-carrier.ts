import { CLOSE, type ErrorFrame, type Message } from "../../worker/protocol.ts";
import { ApiError } from "../client/api-error.ts";
import type { Carrier } from "../client/outbox.ts";
import type { RoomSocket } from "../client/room-socket.ts";

// The server answers each `send`; where it does not, the connection is not what it seems.
const ANSWER_WITHIN_MS = 20_000;

/** Carries messages over a room's socket: the answer is the message itself, coming back. */
export interface RoomCarrier {
  carry: Carrier;
  /** A message came, over whichever frame. */
  arrived(message: Message): void;
  /** A frame was refused. */
  refused(frame: ErrorFrame): void;
  /** The socket is gone: whether the message arrived is unknown. */
  lost(): void;
}

export function createRoomCarrier(userId: string, socket: () => RoomSocket, fallback: Carrier): RoomCarrier {
  let waiting: { id: string; resolve(message: Message): void; reject(error: ApiError): void } | undefined;

  return {
    carry: (entry) => {
      const { id, body, replyTo } = entry;
      if (!socket().send({ type: "send", id, body, replyTo, ref: id })) return fallback(entry);
      return new Promise<Message>((resolve, reject) => {
        const timer = setTimeout(() => waiting?.reject(lostError()), ANSWER_WITHIN_MS);
        const settle = () => {
          clearTimeout(timer);
          waiting = undefined;
        };
        waiting = {
          id,
          resolve: (message) => {
            settle();
            resolve(message);
          },
          reject: (error) => {
            settle();
            reject(error);
          },
        };
      });
    },
    arrived: (message) => {
      if (message.id === waiting?.id && message.from.id === userId) waiting.resolve(message);
    },
    refused: ({ ref, id, code, detail, retryAfterMs }) => {
      if (waiting !== undefined && (ref ?? id) === waiting.id) {
        waiting.reject(new ApiError(code, detail, { retryAfterMs }));
      }
    },
    lost: () => waiting?.reject(lostError()),
  };
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
