import * as v from "valibot";
import { ProtocolError } from "../errors.ts";
import { ClientFrame, type ErrorFrame, LIMITS } from "../protocol.ts";

/** Which frame an error is about, as far as the frame itself says so. */
export type Subject = Pick<ErrorFrame, "ref" | "id" | "seq">;

export type ParsedFrame = { frame: ClientFrame; subject: Subject } | { error: ProtocolError; subject: Subject };

export function isTooBig(data: string | ArrayBuffer): boolean {
  if (typeof data !== "string") return data.byteLength > LIMITS.frameBytes;
  // A UTF-16 unit is at most three bytes of UTF-8, so most frames need no counting.
  return data.length * 3 > LIMITS.frameBytes && new TextEncoder().encode(data).length > LIMITS.frameBytes;
}

/** Never throws: what makes no sense comes back as a `bad_request` about it. */
export function parseFrame(data: string | ArrayBuffer): ParsedFrame {
  if (typeof data !== "string") return { error: badFrame("Frames are text."), subject: {} };
  const json = parseJson(data);
  if (json === undefined) return { error: badFrame("A frame is a JSON object."), subject: {} };
  const subject = subjectOf(json);
  const parsed = v.safeParse(ClientFrame, json);
  if (parsed.success) return { frame: parsed.output, subject };
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue) ?? "";
  return { error: badFrame(path ? `${path}: ${issue.message}` : issue.message), subject };
}

function badFrame(detail: string): ProtocolError {
  return new ProtocolError("bad_request", detail.slice(0, 300));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const Ref = v.object({ ref: v.pipe(v.string(), v.minLength(1), v.maxLength(LIMITS.refLength)) });
const Id = v.object({ id: v.pipe(v.string(), v.maxLength(64)) });
const Seq = v.object({ seq: v.pipe(v.number(), v.safeInteger()) });

function subjectOf(json: unknown): Subject {
  const parts = [Ref, Id, Seq].map((schema) => v.safeParse(schema, json));
  return Object.assign({}, ...parts.map((part) => (part.success ? part.output : {})));
}
