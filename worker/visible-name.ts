/**
 * What may stand in a display name or a room name: one line of characters that can be seen and that turn nothing around. Two names
 * that look alike letter for letter are then alike, but for scripts that look alike themselves.
 *
 * Some characters that show nothing by themselves are part of how a name is written, and are allowed where they are:
 */
const BELONGING = [
  // What emoji are made of: families, skin tones, flags, keycaps, and those that this engine does not know yet.
  /\p{Extended_Pictographic}[\u{1f3fb}-\u{1f3ff}]?\ufe0f?\u200d(?=\p{Extended_Pictographic})|\p{RGI_Emoji}|\p{Extended_Pictographic}[\ufe0e\ufe0f]/gv,
  // Joiners inside words of scripts whose letters join: Persian half-spaces, Syriac, Mongolian, the scripts of India and their neighbours.
  /(?<=[[\p{L}\p{M}]&&[\p{scx=Arab}\p{scx=Syrc}\p{scx=Mong}\p{scx=Nko}\p{scx=Deva}\p{scx=Beng}\p{scx=Guru}\p{scx=Gujr}\p{scx=Orya}\p{scx=Taml}\p{scx=Telu}\p{scx=Knda}\p{scx=Mlym}\p{scx=Sinh}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Tibt}]])[\u200c\u200d](?=[\p{L}\p{M}])/gv,
  // After a sign that takes the vowel away the joiner chooses the letter's form, at the end of a word too: Malayalam, Bengali, Sinhala.
  /(?<=[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u1039\u17d2])[\u200c\u200d]/gv,
  // Variants of one ideograph, which families insist on, and of a Mongolian letter.
  /(?<=\p{Script=Hani})[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]|(?<=\p{Script=Mong})[\u180b-\u180f]/gv,
];

// Default ignorable: joiners, direction marks and overrides, soft hyphens, fillers, tags, variation selectors.
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Zl}\p{Zp}\ufff9-\ufffb]/v;
const BLANK = /^[\p{White_Space}\u2800]*$/v;
/** A mark that has nothing to stand on stands on whatever the page writes before it. */
const LEADING_MARK = /^\p{M}/v;

export function isVisibleName(text: string): boolean {
  const rest = BELONGING.reduce((left, belonging) => left.replace(belonging, "x"), text);
  return !INVISIBLE.test(rest) && !BLANK.test(rest) && !LEADING_MARK.test(text);
}
