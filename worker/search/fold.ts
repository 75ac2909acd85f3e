/**
 * What counts as the same letter for search: case and accents make no difference, letters do.
 * The index and the query both go through here, so a change means building the index again.
 */

/** Marks that readers leave out when they type: Latin, Greek and Cyrillic accents, Arabic vowel and hamza signs, Hebrew points. */
const ACCENTS =
  /[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]/g;

/** What is not seen at all inside a word: soft hyphens, joiners, direction and variation marks. */
const INVISIBLE =
  /\u00ad|\u034f|\u061c|[\u180b-\u180d\u200c-\u200f]|\u2060|[\ufe00-\ufe0f]|\ufeff|[\u{e0100}-\u{e01ef}]/gu;

/** Letters that Unicode does not take apart though people read them as an accented or a joined one. */
const ALIKE: Record<string, string> = {
  ı: "i",
  ł: "l",
  ø: "o",
  đ: "d",
  ħ: "h",
  ŧ: "t",
  æ: "ae",
  œ: "oe",
  ς: "σ",
  // Persian keyboards write the same two Arabic letters with code points of their own.
  ک: "ك",
  ی: "ي",
};
const ALIKE_LETTERS = new RegExp(`[${Object.keys(ALIKE).join("")}]`, "g");

/**
 * Upper case comes before lower case because it alone joins ı with I and ß with ss; accents go first, because the upper
 * case of a Greek iota subscript is a whole letter. The last NFC puts Japanese voicing marks and Hangul together again.
 */
export function foldText(text: string): string {
  return text
    .normalize("NFKD")
    .replace(INVISIBLE, "")
    .replace(ACCENTS, "")
    .toUpperCase()
    .toLowerCase()
    .replace(ALIKE_LETTERS, (letter) => ALIKE[letter] ?? letter)
    .normalize("NFC");
}
