import { ApiError } from "../../../web/client/api-error.ts";
import type { Carrier } from "../../../web/client/outbox.ts";
import type { Message } from "../../../worker/protocol.ts";
import { alice } from "./room-log.ts";

/** The other end of a carrier: stores each id once, as a room does, and fails where a scene says so. */
export function createServerEnd() {
  const stored = new Map<string, Message>();
  const refusals: ApiError[] = [];
  let attempts = 0;
  let lostAnswers = 0;
  let underWay = 0;
  let mostAtOnce = 0;
  let gate: { opened: Promise<void>; open(): void } | undefined;

  const carry: Carrier = async ({ id, roomId, body }) => {
    attempts++;
    underWay++;
    mostAtOnce = Math.max(mostAtOnce, underWay);
    try {
      await gate?.opened;
      const refusal = refusals.shift();
      if (refusal !== undefined) throw refusal;
      const seq = stored.size + 1;
      const message = stored.get(id) ?? { room: roomId, seq, rev: seq, id, from: alice, body, at: 0 };
      stored.set(id, message);
      if (lostAnswers-- > 0) throw new ApiError("unreachable", "the answer was lost");
      return message;
    } finally {
      underWay--;
    }
  };

  return {
    carry,
    stored: () => [...stored.values()],
    bodies: () => [...stored.values()].map(({ body }) => body),
    attempts: () => attempts,
    mostAtOnce: () => mostAtOnce,
    refuseNext: (error: ApiError) => refusals.push(error),
    loseAnswers: (count: number) => {
      lostAnswers = count;
    },
    hold: () => {
      let open = () => {};
      const opened = new Promise<void>((resolve) => {
        open = resolve;
      });
      gate = { opened, open };
    },
    release: () => {
      gate?.open();
      gate = undefined;
    },
  };
}
