import * as v from "valibot";
import { ApiError } from "./api-error.ts";
import { problemOf } from "./http.ts";

/** How much has come: in bytes, and in lines by what they are about. */
export interface OwnDataCount {
  bytes: number;
  messages: number;
  reactions: number;
  others: number;
}

export interface OwnDataReading {
  /** Where the server is, like `https://chat.example`; empty on the page. */
  origin?: string;
  /** The bearer token, for callers that have no cookie. */
  token?: () => string | undefined;
  /** Whose data: with credentials that are somebody else's by now it is `unauthenticated`. */
  userId?: string;
  fetch?: typeof fetch;
  signal: AbortSignal;
  /** As they come, to be kept. */
  onBytes(bytes: Uint8Array<ArrayBuffer>): void;
  /** After each of them. */
  onCount(count: OwnDataCount): void;
}

const Line = v.object({ type: v.string() });
const End = v.object({ type: v.literal("end"), lines: v.number() });

/**
 * Reads everything that is stored about and by the caller (H18), however much it is: none of it stays in memory here.
 *
 * It resolves when the last line has said that all of them are there. It rejects with `ApiError`, `unreachable` where the
 * line broke off: what came by then is not all. A reading that its `signal` ended rejects with the reason of the signal.
 */
export async function readOwnData(reading: OwnDataReading): Promise<void> {
  const count: OwnDataCount = { bytes: 0, messages: 0, reactions: 0, others: 0 };
  const lines = createLines();
  try {
    for await (const bytes of pieces(reading)) {
      count.bytes += bytes.byteLength;
      for (const type of lines.take(bytes)) {
        if (type === "message") count.messages++;
        else if (type === "reaction") count.reactions++;
        else count.others++;
      }
      reading.onBytes(bytes);
      reading.onCount({ ...count });
    }
  } catch (thrown) {
    if (reading.signal.aborted) throw reading.signal.reason;
    if (thrown instanceof ApiError) throw thrown;
    throw new ApiError("unreachable", thrown instanceof Error ? thrown.message : "the line broke off");
  }
  if (!lines.areAll()) throw new ApiError("unreachable", "the last line is missing");
}

async function* pieces(reading: OwnDataReading): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  // Called as a plain function, as in http.ts.
  const request = reading.fetch ?? globalThis.fetch;
  const token = reading.token?.();
  const response = await request(`${reading.origin ?? ""}/api/me/export`, {
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(reading.userId === undefined ? {} : { "confab-user": reading.userId }),
    },
    signal: reading.signal,
  });
  if (!response.ok) throw problemOf(response, await response.text());
  const reader = response.body?.getReader();
  try {
    for (;;) {
      const piece = await reader?.read();
      if (piece?.value === undefined) return;
      yield piece.value;
    }
  } finally {
    // Whoever stops reading wants no more of it; where it broke off there is nothing to stop.
    await reader?.cancel().catch(() => undefined);
  }
}

/** Takes lines out of what comes in pieces that end anywhere. */
function createLines() {
  const decoder = new TextDecoder();
  let begun = "";
  let lines = 0;
  let isEnded = false;

  function typeOf(line: string): string {
    const json: unknown = JSON.parse(line);
    const end = v.safeParse(End, json);
    // It tells how many there are before it.
    isEnded = end.success && end.output.lines === lines;
    lines++;
    const typed = v.safeParse(Line, json);
    if (!typed.success) throw new Error("a line without a type");
    return typed.output.type;
  }

  return {
    /** What the lines are about that are complete now. */
    take: (bytes: Uint8Array): string[] => {
      const [first = "", ...more] = decoder.decode(bytes, { stream: true }).split("\n");
      const complete = [begun + first, ...more];
      begun = complete.pop() ?? "";
      return complete.map(typeOf);
    },
    areAll: () => isEnded && begun === "",
  };
}
