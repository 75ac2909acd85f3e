/** What people do to messages that are there: edit, delete, react. One at a time in each room, tried until there is an answer. */
import * as v from "valibot";
import { ApiError, asApiError, isTemporary } from "../../web/client/api-error.ts";
import { type Http, Nothing } from "../../web/client/http.ts";
import { createPause } from "../../web/client/pause.ts";
import { type ClientFrame, type ErrorFrame, type Message, MessageAnswer } from "../../worker/protocol.ts";
import type { ChangeAttempt } from "./evidence.ts";

/** A frame that changes a message, without the reference to it. */
export type Change = Extract<ClientFrame, { type: "edit" | "delete" | "react" }>;

export interface Changes {
  isBusy(): boolean;
  /** Resolves when there is an answer, which `attempt` then says; or, with it still unknown, when the device is closed. */
  make(change: Change, attempt: ChangeAttempt): Promise<void>;
  /** A message came, in whichever frame. */
  came(message: Message): void;
  /** An answer to the sender alone came: `known`, or a refusal. */
  known(ref: string | undefined): void;
  refused(frame: ErrorFrame): void;
  /** The socket is gone: whether it arrived is unknown. */
  lost(): void;
  /** The socket is there again. */
  wake(): void;
  close(): void;
}

export interface ChangesOptions {
  room: string;
  userId: string;
  http: Http;
  /** Whether the frame left. */
  send(frame: ClientFrame): boolean;
  random: () => number;
}

const ANSWER_WITHIN_MS = 20_000;
const PAUSE_MS = 1_000;

export function createChanges({ room, userId, http, send, random }: ChangesOptions): Changes {
  const pause = createPause();
  let waiting: { change: Change; done(): void; fail(error: ApiError): void } | undefined;
  let isBusy = false;
  let isClosed = false;
  let count = 0;

  function overSocket(change: Change): Promise<void> | undefined {
    if (!send({ ...change, ref: `change-${++count}` })) return undefined;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => waiting?.fail(lostError()), ANSWER_WITHIN_MS);
      const settle = (end: () => void) => {
        clearTimeout(timer);
        waiting = undefined;
        end();
      };
      waiting = { change, done: () => settle(resolve), fail: (error) => settle(() => reject(error)) };
    });
  }

  async function overHttp(change: Change): Promise<void> {
    const place = `/api/rooms/${encodeURIComponent(room)}/messages/${change.seq}`;
    switch (change.type) {
      case "edit":
        await http(place, MessageAnswer, { method: "PATCH", body: { body: change.body } });
        return;
      case "delete":
        return http(place, Nothing, { method: "DELETE" });
      case "react": {
        const method = change.on ? "PUT" : "DELETE";
        return http(`${place}/reactions/${encodeURIComponent(change.emoji)}`, v.undefined(), { method });
      }
    }
  }

  /** @throws ApiError */
  async function carry(change: Change): Promise<void> {
    await (overSocket(change) ?? overHttp(change));
  }

  return {
    isBusy: () => isBusy,
    async make(change, attempt) {
      isBusy = true;
      while (!isClosed && attempt.outcome === "unknown") {
        attempt.outcome = await carry(change).then(() => "done" as const, outcomeOf);
        if (attempt.outcome === "unknown" && !isClosed) await pause.wait(PAUSE_MS * (0.5 + random()));
      }
      isBusy = false;
    },
    came(message) {
      if (waiting && isDone(message, waiting.change, userId)) waiting.done();
    },
    known(ref) {
      if (ref === `change-${count}`) waiting?.done();
    },
    refused({ ref, code, detail }) {
      if (ref === `change-${count}`) waiting?.fail(new ApiError(code, detail));
    },
    lost: () => waiting?.fail(lostError()),
    wake: () => pause.skip(),
    close() {
      isClosed = true;
      waiting?.fail(lostError());
      pause.skip();
    },
  };
}

/** Whether a message shows that the change was made. One that was deleted meanwhile shows nothing of what was made before. */
function isDone(message: Message, change: Change, userId: string): boolean {
  if (message.seq !== change.seq) return false;
  const isDeleted = message.deletedAt !== undefined;
  switch (change.type) {
    case "edit":
      return message.body === change.body;
    case "delete":
      return isDeleted;
    case "react":
      return !isDeleted && (message.reactions?.[change.emoji]?.includes(userId) ?? false) === change.on;
  }
}

/** What is only for now leaves it open whether it was done, and is tried again. */
function outcomeOf(thrown: unknown): ChangeAttempt["outcome"] {
  const { code } = asApiError(thrown);
  return isTemporary(code) || code === "unreachable" ? "unknown" : code;
}

function lostError(): ApiError {
  return new ApiError("unreachable", "the socket closed before the answer");
}
