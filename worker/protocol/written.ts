/** What people write, and what they and their rooms are called. Apart from other values: most of the page only reads such texts. */
import * as v from "valibot";
import { isVisibleName } from "../visible-name.ts";
import * as LIMITS from "./limits.ts";
import { codePoints } from "./values.ts";

/** @__NO_SIDE_EFFECTS__ */
function textOf(minimum: number, maximum: number) {
  return v.pipe(
    v.string(),
    // D1 would turn a lone surrogate into three replacement characters and the text would no longer be what was sent.
    v.check((text) => text.isWellFormed(), "must be well-formed Unicode"),
    v.transform((text) => text.replace(/\r\n?/g, "\n")),
    // Before trimming, which would take some of them away at the ends.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the purpose.
    v.check((text) => !/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(text), "must not hold control characters"),
    v.transform((text) => text.trim()),
    v.check((text) => {
      const length = codePoints(text);
      return length >= minimum && length <= maximum;
    }, `must be ${minimum} to ${maximum} characters long`),
  );
}

/**
 * One line without what would let a name pose as another or turn the text around it.
 * @__NO_SIDE_EFFECTS__
 */
function nameOf(minimum: number, maximum: number) {
  return v.pipe(textOf(minimum, maximum), v.check(isVisibleName, "must be one line of visible characters"));
}

export const Body = textOf(1, LIMITS.bodyCodePoints);
export const DisplayName = nameOf(1, LIMITS.displayNameCodePoints);
export const RoomName = nameOf(1, LIMITS.roomNameCodePoints);
export const Topic = textOf(0, LIMITS.topicCodePoints);
export const Bio = textOf(0, LIMITS.bioCodePoints);
export const Reason = textOf(0, LIMITS.reasonCodePoints);

export const Username = v.pipe(
  v.string(),
  v.check((text) => text.isWellFormed(), "must be well-formed Unicode"),
  v.transform((text) => text.normalize("NFKC").toLowerCase()),
  v.regex(/^[a-z][a-z0-9_]{2,31}$/, "must be 3 to 32 of a-z, 0-9 and _, a letter first"),
);

/** Normalised before it is hashed, so that the same keys on another keyboard make the same password. */
export const Password = v.pipe(
  v.string(),
  v.check((text) => text.isWellFormed(), "must be well-formed Unicode"),
  v.transform((text) => text.normalize("NFC")),
  v.check((text) => {
    const length = codePoints(text);
    return length >= LIMITS.passwordMinCodePoints && length <= LIMITS.passwordMaxCodePoints;
  }, `must be ${LIMITS.passwordMinCodePoints} to ${LIMITS.passwordMaxCodePoints} characters long`),
);
