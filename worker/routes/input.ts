/** What comes in over HTTP, parsed with the schemas of the protocol. */
import * as v from "valibot";
import type { AppContext, Body } from "../app-env.ts";
import { ProtocolError } from "../errors.ts";
import { codePoints, LIMITS } from "../protocol.ts";

/** D1 takes 2 MB in a parameter, and JSON escapes may double what comes. */
export const MOVING_BYTES = 768 * 1024;

/**
 * The body of a request.
 * @throws `unsupported_media_type`, `too_large`, `bad_request` with `errors`
 */
export async function readJson<T extends v.GenericSchema>(c: AppContext, schema: T): Promise<v.InferOutput<T>> {
  const type = c.req.header("content-type")?.split(";", 1)[0]?.trim().toLowerCase();
  // Where nothing has to be said, nothing may be sent.
  const unsaid = type === undefined && c.var.body.length === 0 ? v.safeParse(schema, {}) : undefined;
  if (unsaid?.success) return unsaid.output;
  if (type !== "application/json") throw new ProtocolError("unsupported_media_type", "Send application/json.");
  const text = await readText(c.var.body);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new ProtocolError("bad_request", "The body is not JSON.");
  }
  // The schema library takes a list for an object without fields.
  if (Array.isArray(json)) throw new ProtocolError("bad_request", "The body is a JSON object.");
  return parseInput(schema, json);
}

/**
 * A body of JSON lines, as texts: part of a community that moves in.
 * @throws `unsupported_media_type`, `too_large`, `bad_request`
 */
export async function readLines(c: AppContext): Promise<string[]> {
  const type = c.req.header("content-type")?.split(";", 1)[0]?.trim().toLowerCase();
  if (type !== "application/x-ndjson") {
    throw new ProtocolError("unsupported_media_type", "Send application/x-ndjson.");
  }
  const text = await readText(c.var.body, MOVING_BYTES);
  return text.split("\n").filter((line) => line !== "");
}

/** @throws `bad_request` with `errors` */
export function readQuery<T extends v.GenericSchema>(c: AppContext, schema: T): v.InferOutput<T> {
  return parseInput(schema, c.req.query());
}

/** A path parameter. The router has seen to it that it is there. */
export function param(c: AppContext, name: string): string {
  return c.req.param(name) ?? "";
}

function parseInput<T extends v.GenericSchema>(schema: T, input: unknown): v.InferOutput<T> {
  const parsed = v.safeParse(schema, input);
  if (parsed.success) return parsed.output;
  const errors = parsed.issues.slice(0, 20).map((issue) => ({
    path: v.getDotPath(issue) ?? "",
    detail: issue.message.slice(0, 300),
  }));
  const [first] = errors;
  const where = first?.path ? `${first.path}: ` : "";
  throw new ProtocolError("bad_request", `${where}${first?.detail ?? "Not understood."}`, { errors });
}

async function readText({ chunks, length }: Body, maxBytes: number = LIMITS.requestBytes): Promise<string> {
  if (length > maxBytes) {
    throw new ProtocolError("too_large", `A request body is at most ${maxBytes} bytes.`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(
      await new Blob([...chunks]).arrayBuffer(),
    );
  } catch {
    throw new ProtocolError("bad_request", "The body is not UTF-8.");
  }
}

// Query parameters.

function whole(minimum: number, maximum: number) {
  const message = `must be a whole number from ${minimum} to ${maximum}`;
  return v.pipe(
    v.string(),
    v.regex(/^\d{1,16}$/, message),
    v.transform(Number),
    v.minValue(minimum, message),
    v.maxValue(maximum, message),
  );
}

export const Limit = v.optional(whole(1, LIMITS.pageSize), String(LIMITS.defaultPageSize));
export const SeqParameter = v.optional(whole(0, Number.MAX_SAFE_INTEGER));
export const TimeParameter = v.optional(whole(0, 8.64e15));
/** Where a page ended that is ordered by time: two of the same millisecond are told apart by their ids. */
export const PlaceParameter = v.optional(
  v.pipe(
    v.string(),
    // Ids that moved in from elsewhere may have any form.
    v.regex(/^\d{1,16} .{1,200}$/su, "must be the cursor of a page"),
    v.transform((text) => {
      const end = text.indexOf(" ");
      return { at: Number(text.slice(0, end)), id: text.slice(end + 1) };
    }),
  ),
);
export const SearchText = v.pipe(
  v.string(),
  v.check((text) => text.isWellFormed(), "must be well-formed Unicode"),
  v.trim(),
  v.check((text) => text !== "", "must not be empty"),
  v.check((text) => codePoints(text) <= LIMITS.queryCodePoints, `must be at most ${LIMITS.queryCodePoints} characters`),
);
