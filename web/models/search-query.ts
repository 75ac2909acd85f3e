/** What a person types into the search field, as the parameters of a search, or what is wrong with it. */
import { codePoints, LIMITS } from "../../worker/protocol.ts";
import { mayBecomeDay, parseDay } from "./search-days.ts";
import { type Operator, type OperatorToken, type SearchToken, tokensOf } from "./search-tokens.ts";

/** A name as it was typed: `@` for a person, `#` for a group, neither for whatever is called that. */
export interface TypedName {
  sign: "@" | "#" | "";
  name: string;
}

/** What is looked for, names still as they were typed. */
export interface SearchParameters {
  /** Words, phrases and exclusions in the server's own syntax; absent where there are none. */
  q?: string;
  from?: TypedName;
  in?: TypedName;
  has?: "link";
  mentions?: "me";
  /** ms since the epoch, exclusive. */
  before?: number;
  after?: number;
}

/** Something that is not understood; positions as in the token. */
export interface SearchFault {
  kind: /** Nothing behind the colon. */
    | "empty"
    | "day"
    | "has"
    | "mentions"
    /** A group cannot write a message. */
    | "notPerson"
    /** `-from:`: only words can be left out. */
    | "excluded"
    /** Two values for what takes one. */
    | "twice"
    | "tooLong"
    // What only those who know the names can tell.
    | "nobody"
    | "noConversation"
    | "noRoom"
    | "ambiguous";
  operator?: Operator;
  value: string;
  /** It stands where somebody types, and may yet become right. */
  isUnfinished: boolean;
}

export interface ParsedSearch {
  parameters: SearchParameters;
  /** In the order in which they stand; with any of them nothing is to be searched. */
  faults: SearchFault[];
  tokens: SearchToken[];
}

/** Takes any text and never throws. Days are those of the reader's time zone; `now` says which is today. */
export function parseSearch(text: string, now: number): ParsedSearch {
  const tokens = tokensOf(text);
  const parameters: SearchParameters = {};
  const faults: SearchFault[] = [];
  const operators = tokens.filter((token) => token.kind === "operator");
  for (const token of operators) {
    const kind = applied(token, parameters, now) ?? (isRepeated(token, operators) ? "twice" : undefined);
    if (kind !== undefined) faults.push(faultOf(kind, token, token.end === text.length && mayBecomeRight(token)));
  }
  const q = tokens.flatMap((token) => (token.kind === "words" ? [token.text] : [])).join(" ");
  if (q !== "") parameters.q = q;
  if (codePoints(q) > LIMITS.queryCodePoints) faults.push({ kind: "tooLong", value: q, isUnfinished: false });
  return { parameters, faults, tokens };
}

/** What is wrong with an operator. */
export function faultOf(
  kind: SearchFault["kind"],
  { operator, value, sign }: Pick<OperatorToken, "operator" | "value" | "sign">,
  isUnfinished = false,
): SearchFault {
  return { kind, operator, value: sign + value, isUnfinished };
}

/** The same once more says nothing new. */
function isRepeated(token: OperatorToken, operators: readonly OperatorToken[]): boolean {
  const first = operators.find(({ operator }) => operator === token.operator) ?? token;
  return first.value.toLowerCase() !== token.value.toLowerCase() || first.sign !== token.sign;
}

/** Puts into the parameters what the token says, or answers what is wrong with it. */
function applied(token: OperatorToken, parameters: SearchParameters, now: number): SearchFault["kind"] | undefined {
  const { operator, sign } = token;
  const value = token.value.trim();
  if (token.isExcluded) return "excluded";
  if (value === "") return "empty";
  switch (operator) {
    case "from":
      if (sign === "#") return "notPerson";
      parameters.from = { sign, name: value };
      return undefined;
    case "in":
      parameters.in = { sign, name: value };
      return undefined;
    case "has":
      if (value.toLowerCase() !== "link" || sign !== "") return "has";
      parameters.has = "link";
      return undefined;
    case "mentions":
      if (value.toLowerCase() !== "me" || sign === "#") return "mentions";
      parameters.mentions = "me";
      return undefined;
    default:
      return limited(operator, sign + value, parameters, now);
  }
}

/** A day begins inside `after:` and ends outside `before:`, so that two searches side by side share no message and miss none. */
function limited(
  operator: "before" | "after" | "on",
  value: string,
  parameters: SearchParameters,
  now: number,
): "day" | undefined {
  const day = parseDay(value, now);
  if (day === undefined) return "day";
  const { before = Number.POSITIVE_INFINITY, after = 0 } = parameters;
  // The server's times are exclusive, and none is before 1970.
  if (operator !== "before") parameters.after = Math.max(after, day.start - 1);
  if (operator === "before") parameters.before = Math.max(0, Math.min(before, day.start));
  if (operator === "on") parameters.before = Math.max(0, Math.min(before, day.end));
  return undefined;
}

function mayBecomeRight({ operator, value, sign, isExcluded }: OperatorToken): boolean {
  if (isExcluded) return false;
  if (value === "") return true;
  const word = value.toLowerCase();
  switch (operator) {
    case "has":
      return "link".startsWith(word) && sign === "";
    case "mentions":
      return "me".startsWith(word) && sign !== "#";
    case "from":
    case "in":
      return false;
    default:
      return sign === "" && mayBecomeDay(value);
  }
}
