/**
 * The wire contract: limits, error and close codes, what is on the wire and how it is parsed.
 *
 * Pure: it runs in the Worker, in the page and in any other client, and imports nothing but the schema library and what is as pure.
 * `docs/PROTOCOL.md` says the same in words, with a number for each rule.
 */

export * from "./protocol/codes.ts";
export * from "./protocol/frames.ts";
export * from "./protocol/http-answers.ts";
export * from "./protocol/http-input.ts";
export * as LIMITS from "./protocol/limits.ts";
export * from "./protocol/mentions.ts";
export * from "./protocol/moderation.ts";
export * from "./protocol/privacy.ts";
export * from "./protocol/room-ids.ts";
export * from "./protocol/screen-answers.ts";
export * from "./protocol/things.ts";
export * from "./protocol/values.ts";
export * from "./protocol/written.ts";
