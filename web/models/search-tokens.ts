/** What a search is told beside its words: `from:@ann`, `has:link`. */
export const OPERATORS = ["from", "in", "before", "after", "on", "has", "mentions"] as const;
export type Operator = (typeof OPERATORS)[number];

/** One operator as it stands in the text; positions are in UTF-16 units. */
export interface OperatorToken {
  kind: "operator";
  operator: Operator;
  /** Without the sign and the quotes. */
  value: string;
  sign: "@" | "#" | "";
  /** Whether there is a minus before it. */
  isExcluded: boolean;
  start: number;
  /** Where the value begins, its sign included. */
  valueStart: number;
  end: number;
}

/** Words and phrases between two operators, as the server takes them. */
export interface WordsToken {
  kind: "words";
  text: string;
  start: number;
  end: number;
}

export type SearchToken = OperatorToken | WordsToken;

// Phones and other languages have quotes of their own; each is one unit, so that what stands behind stays where it is.
const QUOTES = /["“”„‟«»「」＂]/g;
const OPERATOR = new RegExp(
  `(?<minus>-)?(?<name>${OPERATORS.join("|")})[:：](?<sign>[@#＠＃]?)(?:"(?<quoted>[^"]*)"?|(?<plain>[^\\s"]*))`,
  "iy",
);
/** The same parts that the server sees: a phrase, a word, a quote without its partner. */
const PART = /-?"[^"]*"|[^\s"]+|"/y;
const SIGNS: Record<string, "@" | "#"> = { "@": "@", "＠": "@", "#": "#", "＃": "#" };

/**
 * The text in tokens, in order and apart; what is left out between them is white space. An operator stands at the start of a word and
 * outside of phrases: `10:30`, `https://` and `"from:here"` are words.
 */
export function tokensOf(typed: string): SearchToken[] {
  const text = typed.replace(QUOTES, '"');
  const tokens: SearchToken[] = [];
  for (let at = 0; at < text.length; ) {
    const token = (isWordStart(text, at) ? operatorAt(text, at) : undefined) ?? wordsAt(text, at);
    at = token?.end ?? at + 1;
    if (token !== undefined) addTo(tokens, token, text);
  }
  return tokens;
}

/** What can stand between quotes: in a search there is no other way to write one. */
export function withoutQuotes(text: string): string {
  return text.replace(QUOTES, "");
}

function isWordStart(text: string, at: number): boolean {
  return at === 0 || /\s/.test(text.charAt(at - 1));
}

function operatorAt(text: string, start: number): OperatorToken | undefined {
  OPERATOR.lastIndex = start;
  const match = OPERATOR.exec(text);
  const { minus = "", name = "", sign = "", quoted, plain = "" } = match?.groups ?? {};
  const operator = OPERATORS.find((each) => each === name.toLowerCase());
  if (match === null || operator === undefined) return undefined;
  return {
    kind: "operator",
    operator,
    value: quoted ?? plain,
    sign: SIGNS[sign] ?? "",
    isExcluded: minus !== "",
    start,
    valueStart: start + minus.length + name.length + 1,
    end: start + match[0].length,
  };
}

function wordsAt(text: string, start: number): WordsToken | undefined {
  PART.lastIndex = start;
  const [part] = PART.exec(text) ?? [];
  return part === undefined ? undefined : { kind: "words", text: part, start, end: start + part.length };
}

/** Words that follow each other are one token. */
function addTo(tokens: SearchToken[], token: SearchToken, text: string): void {
  const last = tokens.at(-1);
  if (token.kind === "words" && last?.kind === "words") {
    last.end = token.end;
    last.text = text.slice(last.start, last.end);
  } else tokens.push(token);
}
