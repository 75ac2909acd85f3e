/** Single values on the wire. Lengths are code points, because that is what people count; UTF-16 would make an emoji cost two. */
import * as v from "valibot";
import * as LIMITS from "./limits.ts";

export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** Named by the sender, so that sending again is safe. */
export const ClientId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{8,64}$/, "must be 8 to 64 of A-Z a-z 0-9 _ -"));

export const Seq = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
export const Cursor = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const Time = v.pipe(v.number(), v.safeInteger());
/** One emoji as people see it, whatever number of code points it is made of. */
export const Emoji = v.pipe(v.string(), v.regex(/^\p{RGI_Emoji}$/v, "must be one emoji"));
export const Ref = v.pipe(v.string(), v.minLength(1), v.maxLength(LIMITS.refLength));
