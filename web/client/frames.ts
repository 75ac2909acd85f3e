import * as v from "valibot";
import { ErrorFrame, InboxFrame, ServerFrame } from "../../worker/protocol.ts";

// A refusal whose code came later than this version is still a refusal: somebody waits for it.
const LaterError = v.object({ ...ErrorFrame.entries, code: v.string() });

/** A frame of a room; `undefined` for what this version does not know, because the protocol grows by adding. */
export function parseRoomFrame(text: string): ServerFrame | undefined {
  const frame = parse(ServerFrame, text);
  if (frame !== undefined) return frame;
  const later = parse(LaterError, text);
  return later && { ...later, code: "internal" };
}

/** A frame of the inbox; `undefined` for what this version does not know. */
export function parseInboxFrame(text: string): InboxFrame | undefined {
  return parse(InboxFrame, text);
}

function parse<S extends v.GenericSchema>(schema: S, text: string): v.InferOutput<S> | undefined {
  try {
    const parsed = v.safeParse(schema, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
